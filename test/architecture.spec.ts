import { posix } from 'node:path';
import { filesBelow, Source, textOf } from './support/sources.js';

/**
 * The rooms by storey, from the ground up: each imports only from storeys below its own. The picture has config and
 * database on one storey; here the order between the two is said: the database asks the configuration where it is, and
 * Redis tells of a start that cannot be in its words.
 */
const STOREYS = [
  ['common'],
  ['config'],
  ['database'],
  ['redis'],
  ['passwords', 'tokens', 'mail', 'audit', 'limits', 'health', 'metrics', 'tracing', 'idempotency', 'pages', 'cluster'],
  ['users'],
  ['auth'],
  ['oauth', 'social', 'api-docs'],
  ['cli'],
];

const LONGEST_FILE = 250;
const MEDIAN_FILE = 60;
const MOST_DEPENDENCIES = 5;
const LONGEST_CONTROLLER_METHOD = 5;

const storeyOf = (room: string) => STOREYS.findIndex((rooms) => rooms.includes(room));
const sources = filesBelow('src')
  .filter((path) => path.endsWith('.ts'))
  .map((path) => new Source(path));
const shipped = sources.filter(({ path }) => !path.endsWith('.spec.ts'));

describe('the rooms', () => {
  it('are all on a storey', () => {
    const rooms = new Set(sources.flatMap(({ room }) => room ?? []));
    expect([...rooms].filter((room) => storeyOf(room) < 0)).toEqual([]);
  });

  it('have a front door each', () => {
    const rooms = new Set(shipped.flatMap(({ room }) => room ?? []));
    rooms.delete('common'); // Every file of it is open.
    expect([...rooms].filter((room) => !shipped.some(({ path }) => path === `src/${room}/index.ts`))).toEqual([]);
  });

  it('import only from lower storeys', () => {
    expect(imports(shipped).length).toBeGreaterThan(100);
    const upwards = imports(shipped).filter(({ from, to }) => from !== undefined && storeyOf(to) >= storeyOf(from));
    expect(upwards.map(describeImport)).toEqual([]);
  });

  it('enter each other through the front door', () => {
    const isOpen = ({ to, file }: Import) => to === 'common' || file === 'index.js' || file.endsWith('.entity.js');
    expect(
      imports(shipped)
        .filter((each) => !isOpen(each))
        .map(describeImport),
    ).toEqual([]);
  });

  it('name each other as #room, and never climb over the wall', () => {
    const climbing = sources.flatMap(({ path, room, imports: specifiers }) =>
      specifiers
        .filter((specifier) => specifier.startsWith('.'))
        .filter((specifier) => {
          const target = posix.join(posix.dirname(path), specifier);
          return specifier.includes('../../..') || (room !== undefined && !target.startsWith(`src/${room}/`));
        })
        .map((specifier) => `${path}: ${specifier}`),
    );
    expect(climbing).toEqual([]);
  });

  it('hide no cycle behind forwardRef or import()', () => {
    const hiding = shipped.filter(
      ({ text, dynamicImports }) => /\bforwardRef\b/.test(text) || dynamicImports.some((path) => path.startsWith('#')),
    );
    expect(hiding.map(({ path }) => path)).toEqual([]);
  });
});

describe('the measures', () => {
  const counted = shipped.filter(({ path }) => !path.includes('/migrations/') && !path.endsWith('.data.ts'));

  it(`no source file is longer than ${LONGEST_FILE} lines`, () => {
    const long = counted.filter(({ lines }) => lines > LONGEST_FILE);
    expect(long.map(({ path, lines }) => `${path}: ${lines}`)).toEqual([]);
  });

  it(`half of them have at most ${MEDIAN_FILE}`, () => {
    const sorted = counted.map(({ lines }) => lines).toSorted((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThanOrEqual(MEDIAN_FILE);
  });

  it(`no constructor has more than ${MOST_DEPENDENCIES} parameters`, () => {
    const wide = shipped.flatMap(({ constructors }) =>
      constructors.filter((each) => each.parameters > MOST_DEPENDENCIES),
    );
    expect(wide).toEqual([]);
  });

  it(`no controller method has more than ${LONGEST_CONTROLLER_METHOD} lines`, () => {
    const methods = shipped.flatMap(({ controllerMethods }) => controllerMethods);
    expect(methods.length).toBeGreaterThan(10);
    expect(methods.filter(({ lines }) => lines > LONGEST_CONTROLLER_METHOD)).toEqual([]);
  });
});

describe('the packages', () => {
  const modules = filesBelow('packages').filter((path) => path.endsWith('.ts') && path.includes('/src/'));

  it('share nothing with the service but the wire', () => {
    const importing = (paths: readonly string[], pattern: RegExp) => paths.filter((path) => pattern.test(textOf(path)));
    expect(modules.length).toBeGreaterThan(30);
    expect(importing(modules, /from '(?:#|(?:\.\.\/){3})/)).toEqual([]);
    const ours = sources.map(({ path }) => path);
    expect(importing(ours, /from '@gatehouse\//)).toEqual([]);
  });

  it('are in files as short as those of the service', () => {
    const lengths = modules
      .filter((path) => !path.endsWith('.spec.ts') && !path.includes('/generated/'))
      .map((path) => textOf(path).split('\n').length - 1)
      .toSorted((a, b) => a - b);
    expect(lengths.at(-1)).toBeLessThanOrEqual(LONGEST_FILE);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(MEDIAN_FILE);
  });
});

describe('the project', () => {
  const texts = filesBelow('.').filter((path) => !/\.(png|jpg|gif|ico|woff2?|gz)$/.test(path) && path !== '.env');

  it('names no place of the machine that it was made on', () => {
    const place = /(?:^|[\s"'`(=])\/(?:work|root|home\/[a-z]+|Users)\//;
    expect(texts.filter((path) => place.test(textOf(path)))).toEqual([]);
  });

  it('names no registry', () => {
    const host = /https?:\/\/[\w.-]*(?:registry|artifactory|verdaccio)/i;
    expect(texts.filter((path) => host.test(textOf(path)))).toEqual([]);
    // Where it names one, it is a folder of this project.
    for (const lock of texts.filter((path) => path.endsWith('package-lock.json')))
      expect(textOf(lock)).not.toMatch(/"resolved": "(?!(?:packages|examples)\/)/);
  });

  it('says of every dependency what it is for', () => {
    const manifests = texts.filter((path) => /(?:^|\/)package\.json$/.test(path));
    expect(manifests.length).toBeGreaterThan(1);
    const names = manifests.flatMap((path) => {
      const { dependencies, devDependencies, optionalDependencies } = JSON.parse(textOf(path)) as Record<
        string,
        object
      >;
      return Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies });
    });
    const lines = textOf('docs/dependencies.md').split('\n');
    expect(names.filter((name) => !lines.some((line) => line.includes(`\`${name}\``)))).toEqual([]);
  });
});

interface Import {
  readonly path: string;
  readonly from: string | undefined;
  readonly to: string;
  /** Inside the room that is imported. */
  readonly file: string;
}

/** The imports that lead into another room. */
function imports(files: readonly Source[]): Import[] {
  return files.flatMap(({ path, room: from, imports: specifiers }) =>
    specifiers
      .map((specifier) => specifier.match(/^(?:#|\.\/)([\w-]+)\/(.+)$/))
      .filter((match) => match !== null)
      .filter(([specifier]) => specifier.startsWith('#') || from === undefined)
      .map(([, to, file]) => ({ path, from, to: to!, file: file! }))
      .filter(({ to }) => to !== from),
  );
}

function describeImport({ path, to, file }: Import): string {
  return `${path} imports ${to}/${file}`;
}
