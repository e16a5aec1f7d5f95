import type { Type } from '@nestjs/common';
import { MetadataScanner } from '@nestjs/core';
import { demandsSomething, ruleOf } from '../access/index.js';

/** @nestjs/graphql's own names, so that it need not be installed. */
const FIELD = 'graphql:resolve_property';
const REFERENCE = 'graphql:resolve_reference';
export const GRAPHQL_OPTIONS = 'GqlModuleOptions';

interface GraphqlOptions {
  readonly fieldResolverEnhancers?: readonly string[];
}

/**
 * Nest runs guards for queries, mutations and subscriptions; for resolvers of fields and of references (which anybody
 * reaches by `_entities`) only where its GraphQL module is told to. What they demand would be asked of nobody: a mistake
 * that stops the start.
 */
export function assertFieldsAreGuarded(
  types: readonly Type[],
  graphqls: readonly (GraphqlOptions | undefined)[],
): void {
  if (graphqls.every((options) => options?.fieldResolverEnhancers?.includes('guards'))) return;
  for (const type of types) {
    const prototype = type.prototype as Record<string, object>;
    for (const name of new MetadataScanner().getAllMethodNames(prototype)) {
      if (needsGuard(prototype[name]!, type)) throw new TypeError(mistake(type, name));
    }
  }
}

function needsGuard(handler: object, owner: Type): boolean {
  const rule = ruleOf(handler, owner);
  if (Reflect.hasMetadata(REFERENCE, handler)) return !rule.public;
  return Reflect.hasMetadata(FIELD, handler) && !rule.public && demandsSomething(rule);
}

const mistake = (type: Type, name: string): string =>
  `${type.name}.${name} would be open: Nest guards no resolvers of fields and references ` +
  `without \`fieldResolverEnhancers: ['guards']\` in the options of the GraphQLModule`;
