import { Problem } from '../../domain/shared/problem.ts';

export class SignInFirst extends Problem {
  constructor() {
    super('sign-in-first', 'Nobody is signed in, or the session has ended');
  }
}

/** One answer for an unknown login and a wrong password: a stranger learns nothing from it. */
export class WrongLoginOrPassword extends Problem {
  constructor() {
    super('wrong-login-or-password', 'This login and password do not belong together');
  }
}

export class NotAllowed extends Problem {
  constructor(why: string) {
    super('not-allowed', why);
  }
}
