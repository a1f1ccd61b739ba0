import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';

/** How a pipe says to a Kafka cluster who it is. */
export class KafkaAuthentication {
  /**
   * With its role. MSK only, where the cluster has IAM access control on; a serverless one knows nothing else.
   *
   * @see https://docs.aws.amazon.com/msk/latest/developerguide/iam-access-control.html
   */
  public static iam(): KafkaAuthentication {
    return new KafkaAuthentication('iam');
  }

  /**
   * With a name and password that the cluster keeps as SCRAM-SHA-512.
   *
   * @param secret - `{ "username": "…", "password": "…" }`; of MSK its name begins with `AmazonMSK_`
   */
  public static saslScram512(secret: secretsmanager.ISecret): KafkaAuthentication {
    return new KafkaAuthentication('saslScram512Auth', secret);
  }

  /**
   * With a name and password that the cluster keeps as SCRAM-SHA-256. Not for MSK.
   *
   * @param secret - `{ "username": "…", "password": "…" }`
   */
  public static saslScram256(secret: secretsmanager.ISecret): KafkaAuthentication {
    return new KafkaAuthentication('saslScram256Auth', secret);
  }

  /**
   * With a name and password that are sent as they are, SASL/PLAIN, through TLS. Not for MSK.
   *
   * @param secret - `{ "username": "…", "password": "…" }`
   */
  public static saslPlain(secret: secretsmanager.ISecret): KafkaAuthentication {
    return new KafkaAuthentication('basicAuth', secret);
  }

  /**
   * With a certificate, mutual TLS.
   *
   * @param secret - `{ "certificate": "-----BEGIN CERTIFICATE-----…", "privateKey": "…", "privateKeyPassword": "…" }`
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-kafka.html#pipes-smaa-auth-secret
   */
  public static clientCertificate(secret: secretsmanager.ISecret): KafkaAuthentication {
    return new KafkaAuthentication('clientCertificateTlsAuth', secret);
  }

  /** Not at all: a cluster that lets in everybody who reaches it. */
  public static none(): KafkaAuthentication {
    return new KafkaAuthentication('none');
  }

  private constructor(
    /**
     * What the parameters of the pipe call it.
     *
     * @internal
     */
    public readonly _method:
      | 'iam'
      | 'none'
      | 'saslScram512Auth'
      | 'saslScram256Auth'
      | 'basicAuth'
      | 'clientCertificateTlsAuth',
    /**
     * @internal
     */
    public readonly _secret?: secretsmanager.ISecret,
  ) {}
}
