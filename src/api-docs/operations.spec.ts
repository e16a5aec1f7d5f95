import type { OpenAPIObject } from '@nestjs/swagger';
import { describe, expect, it } from 'vitest';
import {
  describeTags,
  nameOperations,
  type Operation,
  operationsOf,
  provisionalName,
  summariseOperations,
} from './operations.js';

function documentOf(...operations: Partial<Operation>[]): OpenAPIObject {
  const paths = operations.map((operation, index) => [`/${index}`, { get: { responses: {}, ...operation } }]);
  return { openapi: '3.0.3', info: { title: '', version: '' }, paths: Object.fromEntries(paths) };
}

function named(...ids: string[]) {
  const document = documentOf(...ids.map((operationId) => ({ operationId })));
  nameOperations(document);
  return operationsOf(document).map(({ operationId }) => operationId);
}

describe('nameOperations', () => {
  it('calls an operation as its method', () => {
    expect(named(provisionalName('AuthController', 'login'))).toEqual(['login']);
  });

  it('adds the controller where two methods have one name', () => {
    expect(named(provisionalName('UsersController', 'list'), provisionalName('RolesController', 'list'))).toEqual([
      'users_list',
      'roles_list',
    ]);
  });

  it('leaves a chosen id alone and takes no other operation for it', () => {
    expect(named('list', provisionalName('RolesController', 'list'))).toEqual(['list', 'roles_list']);
  });

  it('makes a name of what Nest calls the second path of one method', () => {
    expect(named(provisionalName('AController', 'icon[0]'), provisionalName('AController', 'icon[1]'))).toEqual([
      'icon_0',
      'icon_1',
    ]);
  });
});

describe('summariseOperations', () => {
  it('says the id in words where nothing was said', () => {
    const document = documentOf({ operationId: 'users_changePassword' }, { operationId: 'x', summary: 'Chosen' });
    summariseOperations(document);
    expect(operationsOf(document).map(({ summary }) => summary)).toEqual(['Users change password', 'Chosen']);
  });
});

describe('describeTags', () => {
  it('keeps the order of the list, leaves out what is not used and adds what the list does not know', () => {
    const document = documentOf({ tags: ['zoo'] }, { tags: ['users', 'ark'] }, { tags: ['auth'] });
    describeTags(document, [
      ['auth', 'A'],
      ['health', 'H'],
      ['users', 'U'],
    ]);
    expect(document.tags).toEqual([
      { name: 'auth', description: 'A' },
      { name: 'users', description: 'U' },
      { name: 'ark' },
      { name: 'zoo' },
    ]);
  });
});
