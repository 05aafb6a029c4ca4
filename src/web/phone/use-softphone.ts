import { useEffect, useRef, useState } from 'react';
import type { Phone } from '../../contract/session.ts';
import type { MicrophoneProblem } from './microphone.ts';
import { phoneAtRest, type PhoneState } from './phone-state.ts';
import { Softphone } from './softphone.ts';

export interface SoftphoneView {
  readonly state: PhoneState;
  readonly remote: MediaStream | undefined;
  readonly answer: () => void;
  readonly call: (number: string) => void;
  readonly hangUp: () => void;
  readonly setMuted: (muted: boolean) => void;
  readonly press: (key: string) => void;
}

/** A softphone that lives as long as the page; absent account: a phone that stays idle. */
export function useSoftphone(
  phone: Phone | undefined,
  register: boolean,
  noMicrophone: (problem: MicrophoneProblem) => void,
): SoftphoneView {
  const holder = useRef<Softphone | undefined>(undefined);
  const onNoMicrophone = useRef(noMicrophone);
  useEffect(() => {
    onNoMicrophone.current = noMicrophone;
  });
  const [seen, setSeen] = useState<{ state: PhoneState; remote: MediaStream | undefined }>({
    state: phoneAtRest,
    remote: undefined,
  });
  // The account as text: the same account in a new object must not drop a call; nor must an answer
  // without one, from a service that has just started.
  const told = phone ? JSON.stringify(phone) : undefined;
  const [account, setAccount] = useState(told);
  if (told !== undefined && told !== account) setAccount(told);
  useEffect(() => {
    if (account === undefined) return undefined;
    const softphone = new Softphone({
      phone: JSON.parse(account) as Phone,
      register,
      changed: () => {
        setSeen({ state: softphone.state, remote: softphone.remote });
      },
      noMicrophone: (problem) => {
        onNoMicrophone.current(problem);
      },
    });
    holder.current = softphone;
    softphone.start();
    // A page that is reloaded or closed takes its call along: ask first, then say goodbye aloud.
    const ask = (event: BeforeUnloadEvent) => {
      if (softphone.state.call.phase === 'talking') event.preventDefault();
    };
    const leave = () => {
      softphone.hangUp();
    };
    window.addEventListener('beforeunload', ask);
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('beforeunload', ask);
      window.removeEventListener('pagehide', leave);
      holder.current = undefined;
      softphone.stop();
    };
  }, [account, register]);
  return {
    ...seen,
    answer: () => void holder.current?.answer(),
    call: (number) => void holder.current?.call(number),
    hangUp: () => holder.current?.hangUp(),
    setMuted: (muted) => holder.current?.setMuted(muted),
    press: (key) => holder.current?.press(key),
  };
}
