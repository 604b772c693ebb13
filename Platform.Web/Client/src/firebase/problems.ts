/** What the form can say; each is a text of the page. */
export type Problem = 'credential' | 'disabled' | 'tooMany' | 'network' | 'popup' | 'notOffered' | 'secondFactor' | 'failed';

// Which of address and password was wrong is nobody's business, so all of these are one.
const problems: Record<string, Problem> = {
  'auth/invalid-credential': 'credential',
  'auth/invalid-login-credentials': 'credential',
  'auth/invalid-email': 'credential',
  'auth/user-not-found': 'credential',
  'auth/wrong-password': 'credential',
  'auth/missing-password': 'credential',
  'auth/user-disabled': 'disabled',
  'auth/too-many-requests': 'tooMany',
  'auth/quota-exceeded': 'tooMany',
  'auth/network-request-failed': 'network',
  'auth/timeout': 'network',
  'auth/popup-blocked': 'popup',
  'auth/operation-not-allowed': 'notOffered',
  'auth/unauthorized-domain': 'notOffered',
  'auth/multi-factor-auth-required': 'secondFactor',
};

// The person has closed the window themselves.
const changesOfMind = ['auth/popup-closed-by-user', 'auth/cancelled-popup-request', 'auth/user-cancelled'];

/** Null where there is nothing to say. */
export function problemOf(failure: unknown): Problem | null {
  const code = codeOf(failure);
  return changesOfMind.includes(code) ? null : (problems[code] ?? 'failed');
}

export function codeOf(failure: unknown): string {
  const code = typeof failure === 'object' && failure !== null ? (failure as { code?: unknown }).code : undefined;
  return typeof code === 'string' ? code : '';
}
