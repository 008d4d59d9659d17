// Composes Enlist with a small subgraph that knows the points of customers, and asks both through one gateway.
import { readFileSync } from 'node:fs';
import { composeServices } from '@apollo/composition';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';

const enlist = process.env.ENLIST_URL ?? 'http://localhost:8080';
const key = process.env.ENLIST_API_KEY;
const instance = process.env.INSTANCE_ID;

const loyalty = parse(`
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key"])
  type Customer @key(fields: "id") {
    id: ID!
    points: Int!
  }
`);
const points = new ApolloServer({
  schema: buildSubgraphSchema({
    typeDefs: loyalty,
    resolvers: { Customer: { __resolveReference: ({ id }) => ({ id, points: id.length * 10 }) } },
  }),
});
const { url } = await startStandaloneServer(points, { listen: { port: 0 } });

const contract = parse(readFileSync(new URL('../../contract/enlist.graphqls', import.meta.url), 'utf8'));
const composed = composeServices([
  { name: 'enlist', url: `${enlist}/graphql`, typeDefs: contract },
  { name: 'loyalty', url, typeDefs: loyalty },
]);
if (composed.errors) {
  composed.errors.forEach((error) => console.error(error.message));
  process.exit(1);
}
console.log(`composed: ${composed.supergraphSdl.length} characters, hints: ${composed.hints?.length ?? 0}`);

const gateway = new ApolloServer({
  gateway: new ApolloGateway({
    supergraphSdl: composed.supergraphSdl,
    buildService: ({ name, url: address }) =>
      new RemoteGraphQLDataSource({
        url: address,
        // a gateway of yours would pass on what its caller brought
        willSendRequest: ({ request }) => name === 'enlist' && request.http.headers.set('authorization', `Bearer ${key}`),
      }),
  }),
});
const { body } = await gateway.executeOperation({
  query: `query($instance: ID!) {
    enrollments(programInstanceId: $instance, first: 2) {
      nodes { eligibilityStatus programInstance { title program { slug } } customer { lastName points } }
    }
  }`,
  variables: { instance },
});
console.log(JSON.stringify(body.singleResult, null, 2));
await gateway.stop();
await points.stop();
process.exit(body.singleResult.errors ? 1 : 0);
