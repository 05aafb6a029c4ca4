import type { FastifyRequest, RouteOptions } from 'fastify';
import fp from 'fastify-plugin';
import { NotAllowed, SignInFirst } from '../../app/access/problems.ts';
import type { Role, Who } from '../../app/access/who.ts';
import { Problem } from '../../domain/shared/problem.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may pass: everyone, or those who signed in with one of these roles. */
    access?: Access;
  }
}

export type Access = 'public' | readonly Role[];

export const EVERYONE_SIGNED_IN: readonly Role[] = [
  'operator',
  'consultant',
  'supervisor',
  'brigade',
  'administrator',
];
/** Those who hear what citizens say. */
export const DESK: readonly Role[] = ['operator', 'consultant', 'supervisor', 'administrator'];

/** A route that does not say who may pass stops the start: it would be open by oversight. */
export class RouteWithoutAccess extends Problem {
  constructor(method: string, url: string) {
    super('route-without-access', `${method} ${url} does not declare config.access`, {
      method,
      url,
    });
  }
}

export interface AccessOptions {
  /** Prefixes of routes that vendors' plugins register without our knowledge, all public. */
  readonly vendorPrefixes: readonly string[];
}

/** Makes every route declare who may pass, and lets only those pass. */
export const access = fp<AccessOptions>(
  (app, { vendorPrefixes }, done) => {
    app.addHook('onRoute', (route) => {
      demandAccess(route, vendorPrefixes);
    });
    app.addHook('onRequest', (request, _reply, next) => {
      if (!request.is404) demandRight(request);
      next();
    });
    done();
  },
  { name: 'access', dependencies: ['sessions'] },
);

/** The person who asks. Throws {@link SignInFirst} on a public route without a session. */
export function whoOf(request: FastifyRequest): Who {
  const who = request.session.who;
  if (!who) throw new SignInFirst();
  return who;
}

/** The id under which this person answers calls. Throws {@link NotAllowed} for others. */
export function agentIdOf(request: FastifyRequest): string {
  const { agentId } = whoOf(request);
  if (agentId === undefined) throw new NotAllowed('This account answers no calls');
  return agentId;
}

/** The brigade of this person. Throws {@link NotAllowed} for others. */
export function brigadeIdOf(request: FastifyRequest): string {
  const { brigadeId } = whoOf(request);
  if (brigadeId === undefined) throw new NotAllowed('This account belongs to no brigade');
  return brigadeId;
}

function demandAccess(route: RouteOptions, vendorPrefixes: readonly string[]): void {
  if (route.config?.access !== undefined) return;
  if (!vendorPrefixes.some((prefix) => route.url.startsWith(prefix))) {
    throw new RouteWithoutAccess(String(route.method), route.url);
  }
  route.config = { ...route.config, access: 'public' };
}

function demandRight(request: FastifyRequest): void {
  const needed = request.routeOptions.config.access;
  if (needed === 'public') return;
  const { role } = whoOf(request);
  if (!needed?.includes(role)) throw new NotAllowed('This role may not do that');
}
