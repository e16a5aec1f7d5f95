import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { ACCESS, type Access } from '#common/access/index.js';
import type { TestApp } from '../support/app.js';

export interface Handler {
  readonly route: string;
  readonly name: string;
  readonly access: Access | undefined;
}

/** `METHOD /path` of everything that the router serves: the truth, whoever registered it. */
export function routesOf(app: TestApp): string[] {
  const tree = app.nest.getHttpAdapter().getInstance().printRoutes({ commonPrefix: false });
  const above: string[] = [];
  const routes: string[] = [];
  for (const line of tree.split('\n')) {
    const [, indent, segment, methods] = /^((?:[│ ] {3})*)[├└]── (\S+)(?: \(([^)]*)\))?$/.exec(line) ?? [];
    if (indent === undefined || segment === undefined) continue;
    const depth = indent.length / 4;
    above[depth] = (depth === 0 ? '' : above[depth - 1]!) + segment;
    for (const method of methods?.split(', ') ?? []) routes.push(`${method} ${above[depth]}`);
  }
  return routes;
}

/** Every handler of every controller, under each of its routes, with what it says about who may call it. */
export function handlersOf(app: TestApp): Handler[] {
  const modules = [...app.nest.get(ModulesContainer).values()];
  const controllers = new Set(
    modules.flatMap((module) => [...module.controllers.values()].map((each) => each.metatype)),
  );
  return [...controllers].flatMap((controller) => {
    const prototype = (controller as { prototype: Record<string, object> }).prototype;
    return new MetadataScanner().getAllMethodNames(prototype).flatMap((name) => {
      const handler = prototype[name]!;
      const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
      if (method === undefined) return [];
      const access = Reflect.getMetadata(ACCESS, handler) as Access | undefined;
      return pathsOf(controller as object).flatMap((base) =>
        pathsOf(handler).map((path) => ({
          route: `${RequestMethod[method]} ${servedAt(app, joined(base, path))}`,
          name: `${(controller as { name: string }).name}.${name}`,
          access,
        })),
      );
    });
  });
}

/** A request that the route would take for its own: parameters are filled with an id. */
export function exampleOf(route: string): { method: string; path: string } {
  const [method = '', path = ''] = route.split(' ');
  return { method, path: `/${path.replace(/:\w+/g, '019aa0f2-6f5e-7c31-9d3b-0a3c1f5e8b21')}` };
}

function pathsOf(target: object): string[] {
  const paths = Reflect.getMetadata(PATH_METADATA, target) as string | string[] | undefined;
  return [paths ?? ''].flat();
}

function joined(...parts: string[]): string {
  return `/${parts
    .flatMap((part) => part.split('/'))
    .filter(Boolean)
    .join('/')}`;
}

/** Below the prefix, unless the router knows it at the root. */
function servedAt(app: TestApp, path: string): string {
  const served = new Set(routesOf(app).map((route) => route.split(' ')[1]));
  const prefixed = app.prefix + path;
  return served.has(prefixed) ? prefixed : path;
}
