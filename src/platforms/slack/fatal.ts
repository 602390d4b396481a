/** Words of Slack after which no later try can succeed: somebody has to mend the tokens. */
const fatal: ReadonlySet<string> = new Set([
  'account_inactive',
  'invalid_auth',
  'missing_scope',
  'not_allowed_token_type',
  'not_authed',
  'org_login_required',
  'team_disabled',
  'token_expired',
  'token_revoked',
  'user_removed_from_team',
]);

export type TokenName = 'SLACK_BOT_TOKEN' | 'SLACK_APP_TOKEN';

/** The sentence to exit with. Undefined where trying again may help. */
export function fatalSentence(code: string, token: TokenName): string | undefined {
  if (!fatal.has(code)) return undefined;
  return code === 'missing_scope'
    ? missingScopes(token, token === 'SLACK_APP_TOKEN' ? ['connections:write'] : [])
    : `Slack refuses ${token} (${code}). Copy the token again from the app's page at https://api.slack.com/apps, and start Postern again.`;
}

export function missingScopes(token: TokenName, scopes: readonly string[]): string {
  const named = scopes.length === 0 ? 'a scope that it needs' : scopes.join(', ');
  return `${token} lacks ${named} (missing_scope). Update the app with "postern manifest slack", install it again, and start Postern again.`;
}

/** While running: a token that was taken back. A scope that one method lacks is that method's failure alone. */
export function fatalWhileRunning(code: string, token: TokenName): string | undefined {
  return code === 'missing_scope' || code === 'not_allowed_token_type'
    ? undefined
    : fatalSentence(code, token);
}
