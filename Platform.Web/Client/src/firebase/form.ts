import { codeOf, problemOf } from './problems.js';

/** The form that the server rendered. Texts are read when they are needed: the language may change without the page being loaded anew. */
export class SignInForm {
  constructor(private readonly form: HTMLFormElement) {}

  get email(): string {
    return this.input('email').value.trim();
  }

  get password(): string {
    return this.input('password').value;
  }

  setting(name: 'project' | 'key' | 'domain' | 'emulator' | 'language'): string {
    return this.form.dataset[name] ?? '';
  }

  onSubmit(act: () => void): void {
    this.form.addEventListener('submit', event => {
      event.preventDefault();
      act();
    });
  }

  /** A button that only some servers show. */
  onClick(name: 'google' | 'forgot', act: () => void): void {
    this.form.querySelector(`[data-${name}]`)?.addEventListener('click', act);
  }

  /** Runs what takes a while: the buttons wait for it, and what goes wrong is said. */
  async attempt(work: () => Promise<void>): Promise<void> {
    this.say('');
    this.setBusy(true);
    try {
      await work();
    } catch (failure) {
      this.setBusy(false);
      const problem = problemOf(failure);
      this.complain(problem === null ? '' : this.text(problem).replace('{0}', codeOf(failure)));
    }
  }

  /** Hands the proof to the platform, which answers with a page. */
  post(idToken: string): void {
    this.input('password').value = '';
    this.input('token').value = idToken;
    this.form.submit();
  }

  text(name: string): string {
    return this.form.getAttribute(`data-text-${name.toLowerCase()}`) ?? name;
  }

  say(note: string): void {
    this.complain('');
    this.show('note', note);
  }

  complain(message: string): void {
    this.show('error-text', message);
    this.part('error').hidden = message === '';
  }

  setBusy(busy: boolean): void {
    for (const button of this.form.querySelectorAll('button')) {
      button.disabled = busy;
    }
    this.form.setAttribute('aria-busy', String(busy));
  }

  private show(part: string, text: string): void {
    const element = this.part(part);
    element.textContent = text;
    element.hidden = text === '';
  }

  private input(name: string): HTMLInputElement {
    return this.part(name) as HTMLInputElement;
  }

  private part(name: string): HTMLElement {
    const found = this.form.querySelector<HTMLElement>(`[data-${name}]`);
    if (found === null) {
      throw new Error(`The sign-in form lacks its ${name}.`);
    }
    return found;
  }
}
