import 'reflect-metadata';

const IGNORES_UNKNOWN = Symbol('ignores unknown members');

/** Says that members which a body may not have are passed over instead of refused, as OAuth demands (RFC 6749 §3.2). */
export const IgnoresUnknown = (): ClassDecorator => (dto) => Reflect.defineMetadata(IGNORES_UNKNOWN, true, dto);

export const ignoresUnknown = (dto: object | undefined): boolean =>
  dto !== undefined && Reflect.getMetadata(IGNORES_UNKNOWN, dto) === true;
