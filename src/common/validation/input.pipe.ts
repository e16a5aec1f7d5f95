import {
  type ArgumentMetadata,
  Injectable,
  type ValidationError,
  ValidationPipe,
  type ValidationPipeOptions,
} from '@nestjs/common';
import { type InputFault, InvalidInput } from '../errors/index.js';
import { ignoresUnknown } from './ignores-unknown.js';

/** In place of a name that is no name. */
const UNSPEAKABLE = '…';

/** Enough to mend an input by. A body of nothing but unknown names is not answered by ten times its size. */
const MAX_FAULTS = 50;

const OPTIONS: ValidationPipeOptions = {
  whitelist: true,
  forbidNonWhitelisted: true,
  transform: true,
  exceptionFactory: (errors) => refusal(errors.flatMap((error) => faultsOf(error, ''))),
};

/**
 * The one pipe for everything that comes in: shapes are checked, unknown properties refused (ASVS 15.3.3) or, where the
 * DTO says so, dropped, and text that PostgreSQL cannot hold is named before it gets there.
 */
@Injectable()
export class InputPipe extends ValidationPipe {
  private readonly lenient = new ValidationPipe({ ...OPTIONS, forbidNonWhitelisted: false });

  constructor() {
    super(OPTIONS);
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'custom') return value;
    if (metadata.type === 'body' && !isPlainObject(value ?? {})) {
      throw new InvalidInput([{ pointer: '', detail: 'The body must be an object.', code: 'not_an_object' }]);
    }
    const lenient = ignoresUnknown(metadata.metatype);
    const faults = [
      ...unstorableText(value, metadata.type === 'param' ? `/${metadata.data ?? ''}` : ''),
      ...(lenient ? [] : prototypeNames(value)),
    ];
    if (faults.length > 0) throw refusal(faults);
    return lenient ? this.lenient.transform(value, metadata) : super.transform(value, metadata);
  }
}

const refusal = (faults: readonly InputFault[]) => new InvalidInput(faults.slice(0, MAX_FAULTS));

/** RFC 6901 §3 */
const below = (parent: string, name: string) =>
  `${parent}/${speakable(name).replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** JSON that is sent under the type of a form arrives as one name, with all its secrets: that is not said back. */
const speakable = (name: string): string => (name.length > 64 || /["{}]/.test(name) ? UNSPEAKABLE : name);

function faultsOf(error: ValidationError, parent: string): InputFault[] {
  const pointer = below(parent, error.property);
  if (isAbsent(error)) return [{ pointer, detail: `${error.property} is needed.`, code: 'required' }];
  const own = Object.entries(error.constraints ?? {}).map(([rule, message]) =>
    rule === 'whitelistValidation'
      ? unknownProperty(pointer, speakable(error.property))
      : { pointer, detail: sentence(message), code: snakeCase(rule) },
  );
  return [...own, ...(error.children ?? []).flatMap((child) => faultsOf(child, pointer))];
}

/** What is not there breaks every rule at once; said is only that it is missing. */
function isAbsent({ value, constraints }: ValidationError): boolean {
  return value === undefined && constraints !== undefined && !('whitelistValidation' in constraints);
}

/** Names that every object has, as `toString`: class-transformer drops them before anybody could call them unknown. */
function prototypeNames(value: unknown): InputFault[] {
  if (!isPlainObject(value)) return [];
  const names = Object.keys(value).filter((name) => name in Object.prototype);
  return names.map((name) => unknownProperty(`/${name}`, name));
}

function unknownProperty(pointer: string, name: string): InputFault {
  return { pointer, detail: `${name} is not known here.`, code: 'unknown_property' };
}

const sentence = (text: string): string => (text.endsWith('.') ? text : `${text}.`);
const snakeCase = (text: string): string => text.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** NUL and half surrogate pairs: valid in JSON, impossible in PostgreSQL text. */
function unstorableText(value: unknown, pointer: string): InputFault[] {
  if (typeof value === 'string') {
    const storable = !value.includes('\0') && value.isWellFormed();
    return storable ? [] : [{ pointer, detail: 'The text has characters that cannot be stored.', code: 'bad_text' }];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => unstorableText(member, below(pointer, key)));
}
