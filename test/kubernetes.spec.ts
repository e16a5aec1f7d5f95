import { load } from 'js-yaml';
import { Deployment } from 'kubernetes-models/apps/v1';
import { Ingress, NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1';
import { ConfigMap, Namespace, Secret, Service, ServiceAccount } from 'kubernetes-models/v1';
import { SETTINGS } from '#config/index.js';
import { complaintsOfCompiler } from './support/excess-members.js';
import { filesBelow, textOf } from './support/sources.js';

const FOLDER = 'deploy/kubernetes';
const KINDS = {
  ConfigMap,
  Deployment,
  Ingress,
  Namespace,
  NetworkPolicy,
  PodDisruptionBudget,
  Secret,
  Service,
  ServiceAccount,
};

const manifest = (name: string): Manifest => load(textOf(`${FOLDER}/${name}.yaml`)) as Manifest;
const names = filesBelow(FOLDER).map((path) => path.slice(FOLDER.length + 1, -'.yaml'.length));

describe('the Kubernetes manifests', () => {
  it.each(names.filter((name) => name !== 'kustomization'))('%s is what the schema of its kind says', (name) => {
    const { kind } = manifest(name);
    const Kind = KINDS[kind] as new (data: object) => { validate(): void };
    expect(() => new Kind(manifest(name)).validate()).not.toThrow();
  });

  it('have no member that Kubernetes does not know, which the schemas let pass', () => {
    const typed = names
      .filter((name) => name !== 'kustomization')
      .map((name) => {
        const value = manifest(name);
        return { value, type: `I${value.kind}`, module: `kubernetes-models/${value.apiVersion}` };
      });
    expect(complaintsOfCompiler(typed)).toEqual([]);
  });

  it('would be found wrong', () => {
    const wrong = manifest('deployment');
    wrong.spec.replicas = 'two';
    expect(() => new Deployment(wrong as never).validate()).toThrow(/replicas/);
    const mistyped = { selector: { matchLabels: {} }, template: {}, minReadySecs: 1 };
    const typed = { value: mistyped, type: 'IDeployment["spec"]', module: 'kubernetes-models/apps/v1' };
    expect(complaintsOfCompiler([typed])).toEqual([expect.stringContaining('minReadySecs')]);
  });

  it('are all applied, but for the secret', () => {
    const { resources } = manifest('kustomization');
    const others = names.filter((name) => !['kustomization', 'secret.example'].includes(name));
    expect(resources.toSorted()).toEqual(others.map((name) => `${name}.yaml`).toSorted());
  });

  it('know no setting that the service does not, and hold no secret', () => {
    const { data } = manifest('config-map');
    const { stringData } = manifest('secret.example');
    const unknown = Object.keys({ ...data, ...stringData }).filter((name) => !(name in SETTINGS));
    expect(unknown).toEqual([]);
    expect(Object.keys(data).filter((name) => SETTINGS[name as keyof typeof SETTINGS].secret)).toEqual([]);
    expect(Object.values(stringData).join('')).toBe('');
  });

  it('ask the health routes that there are, by ports that there are', () => {
    const { spec } = manifest('deployment');
    const [container] = spec.template.spec.containers;
    const probes = [container.startupProbe, container.livenessProbe, container.readinessProbe];
    expect(probes.map(({ httpGet }) => httpGet)).toEqual([
      { path: '/health/live', port: 'http' },
      { path: '/health/live', port: 'http' },
      { path: '/health/ready', port: 'http' },
    ]);
    const [, , port] = /^ENV .*(PORT)=(\d+)$/m.exec(textOf('Dockerfile'))!;
    const { METRICS_PORT } = manifest('config-map').data;
    expect(container.ports).toEqual([
      { name: 'http', containerPort: Number(port) },
      { name: 'metrics', containerPort: Number(METRICS_PORT) },
    ]);
  });

  it('select the pods that the deployment makes', () => {
    const { metadata } = manifest('deployment');
    const { spec } = manifest('service');
    const policy = manifest('network-policy');
    const budget = manifest('pod-disruption-budget');
    for (const labels of [spec.selector, policy.spec.podSelector.matchLabels, budget.spec.selector.matchLabels]) {
      expect(labels).toEqual(metadata.labels);
    }
  });
});

/** What these tests look at; whose it is says the kind. */
interface Manifest {
  readonly apiVersion: string;
  readonly kind: keyof typeof KINDS;
  readonly metadata: { readonly labels: object };
  readonly resources: string[];
  readonly data: Record<string, string>;
  readonly stringData: Record<string, string>;
  readonly spec: {
    replicas: unknown;
    readonly selector: { readonly matchLabels?: object };
    readonly podSelector: { readonly matchLabels: object };
    readonly template: { readonly spec: { readonly containers: [Container] } };
  };
}

interface Probe {
  readonly httpGet: object;
}

interface Container {
  readonly ports: object[];
  readonly startupProbe: Probe;
  readonly livenessProbe: Probe;
  readonly readinessProbe: Probe;
}
