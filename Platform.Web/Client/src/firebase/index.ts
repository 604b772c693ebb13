// Signs in at Firebase and hands the proof to the platform, whose own cookie is the session from then on: here everything stays in memory, and Firebase is signed out of again at once.
import { initializeApp } from 'firebase/app';
import {
  browserPopupRedirectResolver, connectAuthEmulator, GoogleAuthProvider, initializeAuth, inMemoryPersistence, sendPasswordResetEmail, signInWithEmailAndPassword, signInWithPopup, signOut,
  type Auth, type UserCredential,
} from 'firebase/auth';
import { SignInForm } from './form.js';

function open(form: SignInForm): Auth {
  const app = initializeApp({ apiKey: form.setting('key'), authDomain: form.setting('domain'), projectId: form.setting('project') });
  const auth = initializeAuth(app, { persistence: inMemoryPersistence, popupRedirectResolver: browserPopupRedirectResolver });
  auth.languageCode = form.setting('language');
  if (form.setting('emulator') !== '') {
    // The page says so itself.
    connectAuthEmulator(auth, `http://${form.setting('emulator')}`, { disableWarnings: true });
  }
  return auth;
}

async function enter(form: SignInForm, auth: Auth, prove: () => Promise<UserCredential>): Promise<void> {
  await form.attempt(async () => {
    const { user } = await prove();
    const idToken = await user.getIdToken();
    await signOut(auth);
    form.post(idToken);
  });
}

async function sendReset(form: SignInForm, auth: Auth): Promise<void> {
  if (form.email === '') {
    form.complain(form.text('emailFirst'));
    return;
  }
  await form.attempt(async () => {
    await sendPasswordResetEmail(auth, form.email);
    form.setBusy(false);
    form.say(form.text('mailSent'));
  });
}

const element = document.querySelector<HTMLFormElement>('form[data-firebase]');
if (element !== null) {
  const form = new SignInForm(element);
  const auth = open(form);
  form.onSubmit(() => void enter(form, auth, () => signInWithEmailAndPassword(auth, form.email, form.password)));
  form.onClick('google', () => void enter(form, auth, () => signInWithPopup(auth, new GoogleAuthProvider())));
  form.onClick('forgot', () => void sendReset(form, auth));

  // A page that comes back from the browser's memory still waits for the answer that it left for.
  window.addEventListener('pageshow', () => form.setBusy(false));
}
