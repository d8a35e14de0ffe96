import {
  ADMIN_DEVICES_CSV_PATH,
  DEVICE_STATES,
  type DeviceState,
} from '@onbench/protocol/admin-api';
import { Download } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Field } from '../parts/field.tsx';
import { Select } from '../parts/select.tsx';
import { STATE_WORDS } from './device-words.ts';
import { type DeviceView, toQuery } from './devices-state.ts';

/** How long after the last letter the server is asked. */
const TYPING_MS = 300;

interface DeviceFiltersProps {
  readonly view: DeviceView;
  readonly labs: readonly string[];
  readonly onShow: (change: Partial<DeviceView>) => void;
}

export function DeviceFilters({ view, labs, onShow }: DeviceFiltersProps) {
  return (
    <section className="filters" aria-label="Which devices">
      <SearchField text={view.search} onSearch={(search) => onShow({ search })} />
      <Field label="Lab" problem={null}>
        {(attributes) => (
          <Select
            {...attributes}
            value={view.lab}
            onChange={(event) => onShow({ lab: event.target.value })}
          >
            <option value="">All labs</option>
            {labs.map((lab) => (
              <option key={lab}>{lab}</option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="State" problem={null}>
        {(attributes) => (
          <Select
            {...attributes}
            value={view.state}
            onChange={(event) => onShow({ state: event.target.value as DeviceState | '' })}
          >
            <option value="">All states</option>
            {DEVICE_STATES.map((state) => (
              <option key={state} value={state}>
                {STATE_WORDS[state].label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <a className="button tall" href={`${ADMIN_DEVICES_CSV_PATH}?${toQuery(view)}`} download>
        <Download size={16} aria-hidden />
        Export CSV
      </a>
    </section>
  );
}

interface SearchFieldProps {
  readonly text: string;
  readonly onSearch: (text: string) => void;
}

function SearchField({ text, onSearch }: SearchFieldProps) {
  const [typed, setTyped] = useState(text);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <Field label="Search" problem={null}>
      {(attributes) => (
        <input
          {...attributes}
          className="input"
          type="search"
          value={typed}
          placeholder="Name, host, address or key"
          maxLength={200}
          onChange={({ target }) => {
            setTyped(target.value);
            clearTimeout(timer.current);
            timer.current = setTimeout(() => onSearch(target.value), TYPING_MS);
          }}
        />
      )}
    </Field>
  );
}
