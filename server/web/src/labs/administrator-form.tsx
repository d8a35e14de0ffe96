import {
  type AdministratorRights,
  addAdministratorRequest,
  type LabSummary,
} from '@onbench/protocol/admin-api';
import { useState } from 'react';
import type { Busy } from '../console/console-flow.ts';
import { ForeignText } from '../parts/foreign-text.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import { TextField } from '../parts/text-field.tsx';
import { RightsFields } from './rights-fields.tsx';

interface AdministratorFormProps {
  readonly title: string;
  readonly verb: string;
  /** Null: it is asked for. */
  readonly email: string | null;
  readonly rights: AdministratorRights;
  readonly labs: readonly LabSummary[];
  readonly task: Busy;
  readonly onSubmit: (rights: AdministratorRights, email: string) => void;
  readonly onClose: () => void;
}

/** Which labs somebody administers, what they may grant, and whether they look after the server. */
export function AdministratorForm(props: AdministratorFormProps) {
  const { title, verb, email, labs, task, onClose } = props;
  const { rights, setRights, typed, setTyped, problem, submit } = useRights(props);
  return (
    <FormDialog
      title={title}
      wide
      verb={verb}
      doing="Saving…"
      task={task}
      onSubmit={submit}
      onClose={onClose}
    >
      {email === null ? (
        <TextField label="E-mail" problem={problem} type="email" value={typed} onType={setTyped} />
      ) : (
        <p>
          <ForeignText className="strong" text={email} />
        </p>
      )}
      <RightsFields rights={rights} labs={labs} onChange={setRights} />
    </FormDialog>
  );
}

function useRights({ email, rights: before, onSubmit }: AdministratorFormProps) {
  const { labs, may_grant, server_administrator } = before;
  const [rights, setRights] = useState<AdministratorRights>({
    labs,
    may_grant,
    server_administrator,
  });
  const [typed, setTyped] = useState(email ?? '');
  const [tried, setTried] = useState(false);
  const sound = addAdministratorRequest.shape.email.safeParse(typed.trim()).success;

  function submit() {
    setTried(true);
    if (sound) onSubmit(rights, typed.trim());
  }
  const problem = tried && !sound ? 'Enter their e-mail address, such as name@lab.example.' : null;
  return { rights, setRights, typed, setTyped, problem, submit };
}
