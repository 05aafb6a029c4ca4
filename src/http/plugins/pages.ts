import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { PagesNotBuilt } from '../problems.ts';

/** Addresses that the pages' own router knows: each is answered with the same document. */
const PAGES = ['/', '/sign-in', '/desk', '/desk/*', '/brigade', '/wall', '/ring', '/signals/*'];
const INDEX = 'index.html';

/** Serves the built pages. Built files carry a hash in their names, so browsers keep them. */
export const pages = fp<{ dir: string }>(
  async (app, { dir }) => {
    await app.register(fastifyStatic, { root: dir, serve: false, dotfiles: 'ignore' });
    const document = (_request: unknown, reply: FastifyReply) => {
      if (!existsSync(join(dir, INDEX))) throw new PagesNotBuilt();
      return reply.sendFile(INDEX, { maxAge: 0, immutable: false });
    };
    const open = { config: { access: 'public' }, schema: { hide: true } } as const;
    for (const page of PAGES) app.get(page, open, document);
    app.get<{ Params: { '*': string } }>('/assets/*', open, (request, reply) =>
      reply.sendFile(`assets/${request.params['*']}`, { maxAge: '365d', immutable: true }),
    );
    app.get<{ Params: { file: string } }>('/:file', open, (request, reply) =>
      isMistypedPage(request)
        ? document(request, reply.code(404))
        : reply.sendFile(request.params.file, { maxAge: '1h' }),
    );
  },
  { name: 'pages', dependencies: ['access'] },
);

/** A person with a browser, who gets a page that says so; programs get the structured error. */
function isMistypedPage({ url, headers }: FastifyRequest): boolean {
  return headers.accept?.includes('text/html') === true && !url.includes('.');
}
