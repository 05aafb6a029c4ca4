import helmet from '@fastify/helmet';
import fp from 'fastify-plugin';

export interface SecurityHeadersOptions {
  readonly https: boolean;
  /** WebSocket origins of the switch, for the softphone in the page. */
  readonly switchOrigins: readonly string[];
}

/** Pages load from here only, talk to us and to the switch only, and may use the microphone. */
export const securityHeaders = fp<SecurityHeadersOptions>(
  async (app, { https, switchOrigins }) => {
    await app.register(helmet, {
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'self'"],
          baseUri: ["'none'"],
          connectSrc: ["'self'", ...switchOrigins],
          fontSrc: ["'self'", 'data:'],
          formAction: ["'self'"],
          frameAncestors: ["'none'"],
          imgSrc: ["'self'", 'data:'],
          mediaSrc: ["'self'", 'blob:', 'mediastream:'],
          objectSrc: ["'none'"],
          scriptSrc: ["'self'"],
          // Mantine writes its colour variables into a <style> element.
          styleSrc: ["'self'", "'unsafe-inline'"],
        },
      },
      // On plain http (one machine, no certificate) browsers would be sent to a port nobody serves.
      strictTransportSecurity: https,
      referrerPolicy: { policy: 'same-origin' },
    });
    app.addHook('onRequest', (_request, reply, next) => {
      void reply.header('permissions-policy', 'microphone=(self), camera=(), geolocation=()');
      next();
    });
  },
  { name: 'security-headers' },
);
