import { Component, type javascript } from 'projen';

/**
 * The process that the other languages run our JavaScript in, for a test that does what they do.
 */
export class JsiiKernel extends Component {
  constructor(project: javascript.NodeProject) {
    super(project);
    project.addDevDeps('@jsii/runtime@1.140.0');
    // @jsii/runtime carries its kernel inside one bundled file, but also names it as a dependency that npm does not
    // have. Any small package of the same family fills that unused place.
    project.package.addField('overrides', {
      '@jsii/runtime': { '@jsii/kernel': 'npm:@jsii/check-node@1.140.0' },
    });
  }
}
