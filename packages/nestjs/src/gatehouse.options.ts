import type { ExecutionContext, InjectionToken, ModuleMetadata, OptionalFactoryDependency } from '@nestjs/common';
import type { VerifierOptions } from '@gatehouse/verifier';

export const GATEHOUSE_OPTIONS = Symbol('GATEHOUSE_OPTIONS');

export interface GatehouseOptions extends VerifierOptions {
  /** Where the access token is, in place of the usual places; `undefined` for none. */
  readonly tokenOf?: (context: ExecutionContext) => string | undefined;
  /** Name of the security scheme in the OpenAPI document. Default: `bearer`, as `addBearerAuth()` calls it. */
  readonly securityScheme?: string;
}

export const COVERAGE = Symbol('GATEHOUSE_COVERAGE');

export interface Coverage {
  /** `false`: only what says `@UseGuards(GatehouseGuard)` is guarded. Default: everything is. */
  readonly global?: boolean;
}

export interface GatehouseAsyncOptions extends Coverage, Pick<ModuleMetadata, 'imports'> {
  readonly inject?: (InjectionToken | OptionalFactoryDependency)[];
  /** What it takes is what `inject` names; `never` lets it be anything. */
  readonly useFactory: (...dependencies: never[]) => GatehouseOptions | Promise<GatehouseOptions>;
}
