import { Injectable, Module, SetMetadata } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { GatehouseModule, Public, Roles, Verifier } from '@gatehouse/nestjs';
import { TestIssuer } from '@gatehouse/nestjs/testing';

/** What these decorators of @nestjs/graphql write, as far as it matters here. */
const ResolveField = () => SetMetadata('graphql:resolve_property', true);
const ResolveReference = () => SetMetadata('graphql:resolve_reference', true);

@Injectable()
class Salaries {
  @ResolveField()
  @Roles('accounting')
  salary() {
    return 1;
  }
}

@Injectable()
class References {
  @ResolveReference()
  __resolveReference() {
    return {};
  }
}

@Injectable()
@Roles('accounting')
class WholeClass {
  @ResolveField()
  salary() {
    return 1;
  }
}

@Injectable()
class Harmless {
  @ResolveField()
  name() {
    return 'Ada';
  }

  @Public()
  @ResolveReference()
  __resolveReference() {
    return {};
  }

  @Roles('accounting')
  query() {
    return 1;
  }
}

describe('Resolvers of fields and references, which Nest guards only when it is told to', () => {
  const issuer = new TestIssuer();

  async function start(resolver: new () => object, ...graphqls: object[]): Promise<void> {
    const modules = graphqls.map((options) => {
      @Module({ providers: [{ provide: 'GqlModuleOptions', useFactory: async () => options }] })
      class Graphql {}
      return Graphql;
    });
    const { issuer: url, audience } = issuer;
    const module = await Test.createTestingModule({
      imports: [GatehouseModule.forRoot({ issuer: url, audience }), ...modules],
      providers: [resolver],
    })
      .overrideProvider(Verifier)
      .useValue(issuer.verifier())
      .compile();
    try {
      await module.init();
    } finally {
      await module.close();
    }
  }

  it.each([Salaries, WholeClass, References])('stop the start where they would be open: %o', async (resolver) => {
    await expect(start(resolver, {})).rejects.toThrow(/would be open.*fieldResolverEnhancers/);
    await expect(start(resolver, { fieldResolverEnhancers: ['filters'] })).rejects.toThrow('would be open');
    await expect(start(resolver, { fieldResolverEnhancers: ['guards'] }, {})).rejects.toThrow('would be open');
  });

  it.each([Salaries, WholeClass, References])(
    'are fine where they are guarded, or nowhere served: %o',
    async (resolver) => {
      await start(resolver, { fieldResolverEnhancers: ['guards'] });
      await start(resolver);
    },
  );

  it('are fine where they demand nothing, as their parents are guarded', () => start(Harmless, {}));
});
