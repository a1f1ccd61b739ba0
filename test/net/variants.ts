import { type App, CfnElement, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { Construct, type IConstruct } from 'constructs';
import { NEIGHBOURS } from './neighbours';
import type { Subject } from './subject';

/** One way in which users put a construct into their app. */
export interface Variant {
  readonly title: string;
  /** The app's context. */
  readonly context?: { readonly [flag: string]: unknown };
  /** Puts the construct into an app; all stacks have `name` in their names, so that variants can share an app. */
  readonly place: (app: App, name: string, subject: Subject) => IConstruct[];
}

const besideNeighbours: Variant['place'] = (app, name, { build }) => {
  const elsewhere = new Stack(app, `${name}Neighbours`);
  const construct = build(new Stack(app, name), new Construct(elsewhere, NEIGHBOURS));
  // A stack of nothing cannot be deployed.
  if (!elsewhere.node.findAll().some((each) => CfnElement.isCfnElement(each)))
    app.node.tryRemoveChild(elsewhere.node.id);
  return [construct];
};

const inRegion =
  (region: string): Variant['place'] =>
  (app, name, { build }) => {
    const stack = new Stack(app, name, { env: { account: '111122223333', region } });
    return [build(stack, new Construct(stack, NEIGHBOURS))];
  };

const alone: Variant['place'] = (app, name, { build }) => {
  const stack = new Stack(app, name);
  return [build(stack, new Construct(stack, NEIGHBOURS))];
};

export const variants: readonly Variant[] = [
  { title: 'alone', place: alone },
  { title: 'alone, with the feature flags of a new project', context: recommendedFlags, place: alone },
  {
    title: 'twice in one stack',
    place: (app, name, { build }) => {
      const stack = new Stack(app, name);
      return ['First', 'Second'].map((id) => {
        const scope = new Construct(stack, id);
        return build(scope, new Construct(scope, NEIGHBOURS));
      });
    },
  },
  { title: 'its neighbours in another stack', place: besideNeighbours },
  {
    title: 'its neighbours in another stack, with the feature flags of a new project',
    context: recommendedFlags,
    place: besideNeighbours,
  },
  {
    title: 'its users in another stack',
    place: (app, name, subject) => {
      const constructs = alone(app, name, subject);
      const users = new Construct(new Stack(app, `${name}Users`), NEIGHBOURS);
      const user = new iam.Role(users, 'User', { assumedBy: new iam.AccountRootPrincipal() });
      for (const construct of constructs) {
        const { stateMachine } = construct as { stateMachine?: { grantStartExecution(grantee: iam.IGrantable): void } };
        stateMachine?.grantStartExecution(user);
      }
      return constructs;
    },
  },
  { title: 'in China', place: inRegion('cn-north-1') },
  { title: 'in GovCloud', place: inRegion('us-gov-west-1') },
];

export function variantsOf(subject: Subject): readonly Variant[] {
  return subject.variants ?? variants;
}
