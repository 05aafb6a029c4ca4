import { Problem } from '../domain/shared/problem.ts';

/** The switch answered no; `details.status` is its status. */
export class TelephonyRefused extends Problem {
  constructor(request: string, status: number, message: string) {
    super('telephony-refused', `The switch refused ${request}: ${message}`, { request, status });
  }
}

/** The switch did not answer within the command's deadline. Whether it acted is unknown. */
export class TelephonyTimeout extends Problem {
  constructor(request: string, deadlineMs: number) {
    super('telephony-timeout', `No answer to ${request} in ${String(deadlineMs)} ms`, { request });
  }
}

/** There is no connection to the switch; nothing was sent. */
export class TelephonyDown extends Problem {
  constructor(request: string) {
    super('telephony-down', `Not connected to the switch: ${request}`, { request });
  }
}
