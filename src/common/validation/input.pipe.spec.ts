import type { ArgumentMetadata } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator';
import { InvalidInput } from '../errors/index.js';
import { InputPipe } from './input.pipe.js';

class PartDto {
  @IsString() 'a/b': string;
}

class BodyDto {
  @IsString() @MaxLength(5) name: string;
  @IsOptional() @ValidateNested() @Type(() => PartDto) part?: PartDto;
}

describe('InputPipe', () => {
  const pipe = new InputPipe();
  const body: ArgumentMetadata = { type: 'body', metatype: BodyDto };

  async function faultsOf(value: unknown, metadata = body) {
    const error: unknown = await pipe.transform(value, metadata).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(InvalidInput);
    return (error as InvalidInput).occurrence.members!['errors'] as { pointer: string; code: string }[];
  }

  it('makes the DTO of what has its shape', async () => {
    expect(await pipe.transform({ name: 'ada', part: { 'a/b': 'x' } }, body)).toBeInstanceOf(BodyDto);
  });

  it('names what is wrong by pointer and rule', async () => {
    expect(await faultsOf({ name: 'too long' })).toMatchObject([{ pointer: '/name', code: 'max_length' }]);
    expect(await faultsOf({ name: 'ada', part: { 'a/b': 1 } })).toMatchObject([
      { pointer: '/part/a~1b', code: 'is_string' },
    ]);
  });

  it('says of a member that is not there only that it is needed', async () => {
    const needed = (name: string, pointer = `/${name}`) => ({
      pointer,
      detail: `${name} is needed.`,
      code: 'required',
    });
    expect(await faultsOf({})).toEqual([needed('name')]);
    expect(await faultsOf({ name: 'ada', part: {} })).toEqual([needed('a/b', '/part/a~1b')]);
    expect(await faultsOf({ name: null })).toMatchObject([{ code: 'max_length' }, { code: 'is_string' }]);
  });

  it.each(['role', 'a/b', 'constructor', 'toString'])('names %s, for which nobody asked', async (name) => {
    const pointer = `/${name.replace('/', '~1')}`;
    expect(await faultsOf({ name: 'ada', [name]: 1 })).toMatchObject([{ pointer, code: 'unknown_property' }]);
  });

  it('names __proto__, which is none', async () => {
    const value: unknown = JSON.parse('{"name":"ada","__proto__":{"role":"admin"}}');
    expect(await faultsOf(value)).toMatchObject([{ pointer: '/__proto__', code: 'unknown_property' }]);
  });

  it.each([[[]], ['text'], [1], [true]])('takes %j for no body', async (value) => {
    expect(await faultsOf(value)).toMatchObject([{ pointer: '', code: 'not_an_object' }]);
  });

  it.each([null, undefined])('reads %s as a body without members', async (value) => {
    expect((await faultsOf(value)).map(({ pointer }) => pointer)).toContain('/name');
  });

  it.each(['\0', 'a\0', '\ud800', '\udc00x'])(
    'names the text %j, which cannot be stored, wherever it is',
    async (text) => {
      expect(await faultsOf({ name: text })).toMatchObject([{ pointer: '/name', code: 'bad_text' }]);
      expect(await faultsOf({ list: [['x', text]] })).toMatchObject([{ pointer: '/list/0/1', code: 'bad_text' }]);
      expect(await faultsOf(text, { type: 'param', data: 'id', metatype: String })).toMatchObject([{ pointer: '/id' }]);
    },
  );

  it('says no more than can be read', async () => {
    const names = Array.from({ length: 1_000 }, (_, i) => [`k${i}`, 1]);
    expect(await faultsOf(Object.fromEntries(names))).toHaveLength(50);
  });
});
