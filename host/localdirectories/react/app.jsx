// The form of the React directories: controlled inputs, validation in the page, upload with preview, sent by fetch.
import { useState } from "react";
import { createRoot } from "react-dom/client";

const spec = JSON.parse(document.getElementById("form").textContent);

function check(field, value) {
  if (field.type === "file" || field.type === "check") return field.required && !value ? spec.required : "";
  const text = (value || "").trim();
  if (!text) return field.required ? spec.required : "";
  if (field.type === "email" && !/^\S+@\S+\.\S+$/.test(text)) return "name@example.com";
  if (field.type === "url" && !/^https?:\/\/\S+\.\S+/.test(text)) return "https://www.example.com";
  if (field.type === "textarea" && text.length < 30) return field.hint;
  return "";
}

function Field({ field, value, error, onChange, onBlur }) {
  const id = "field-" + field.name;
  const common = { id, name: field.name, "aria-invalid": !!error, "aria-describedby": error ? id + "-error" : undefined, onBlur };
  let control;
  if (field.type === "select") {
    control = (
      <select {...common} value={value} onChange={e => onChange(e.target.value)}>
        <option value="">{spec.choose}</option>
        {field.options.map(o => <option key={o.value} value={o.value}>{o.label}</option>)}
      </select>
    );
  } else if (field.type === "textarea") {
    control = <textarea {...common} value={value} onChange={e => onChange(e.target.value)} />;
  } else if (field.type === "file") {
    control = <input {...common} type="file" accept="image/png,image/jpeg,image/webp" onChange={e => onChange(e.target.files[0] || null)} />;
  } else if (field.type === "check") {
    return (
      <div className="field">
        <label className="tick"><input {...common} type="checkbox" checked={!!value} onChange={e => onChange(e.target.checked)} /> <span>{field.label}</span></label>
        {error && <p className="error" role="alert" id={id + "-error"}>{error}</p>}
      </div>
    );
  } else {
    control = <input {...common} type={field.type} value={value} onChange={e => onChange(e.target.value)} />;
  }
  return (
    <div className="field">
      <label htmlFor={id}>{field.label} {field.required ? <span className="req" aria-hidden="true">*</span> : <span className="opt">({spec.optional})</span>}</label>
      {control}
      {field.type === "file" && value && <img src={URL.createObjectURL(value)} alt="" style={{ maxWidth: 120, marginTop: 8 }} />}
      {field.hint && !error && <p className="hint">{field.hint}</p>}
      {error && <p className="error" role="alert" id={id + "-error"}>{error}</p>}
    </div>
  );
}

function App() {
  const [values, setValues] = useState(() => Object.fromEntries(spec.fields.map(f => [f.name, f.type === "file" ? null : f.type === "check" ? false : ""])));
  const [errors, setErrors] = useState({});
  const [state, setState] = useState({ busy: false, alert: "", done: null });

  const set = (field, value) => {
    setValues(old => ({ ...old, [field.name]: value }));
    if (errors[field.name]) setErrors(old => ({ ...old, [field.name]: check(field, value) }));
  };

  const submit = async event => {
    event.preventDefault();
    const found = Object.fromEntries(spec.fields.map(f => [f.name, check(f, values[f.name])]).filter(([, e]) => e));
    setErrors(found);
    if (Object.keys(found).length > 0) {
      setState({ busy: false, alert: spec.fix, done: null });
      return;
    }
    setState({ busy: true, alert: "", done: null });
    const body = new FormData();
    for (const f of spec.fields) {
      const value = values[f.name];
      if (f.type === "check") { if (value) body.append(f.name, f.options[0].value); }
      else if (value) body.append(f.name, value);
    }
    try {
      const response = await fetch("/api/listings", { method: "POST", body });
      const answer = await response.json();
      setErrors(answer.errors || {});
      setState({ busy: false, alert: response.ok ? "" : answer.message, done: response.ok ? answer : null });
    } catch (e) {
      setState({ busy: false, alert: String(e), done: null });
    }
  };

  if (state.done) {
    return (
      <div>
        <p className="note" role="status">{state.done.message}</p>
        <p><a href={state.done.url}>{spec.view}</a></p>
      </div>
    );
  }
  return (
    <form className="entry" noValidate onSubmit={submit}>
      {state.alert && <div className="note bad" role="alert">{state.alert}</div>}
      {spec.fields.map(f => (
        <Field key={f.name} field={f} value={values[f.name]} error={errors[f.name]} onChange={v => set(f, v)}
          onBlur={() => setErrors(old => ({ ...old, [f.name]: check(f, values[f.name]) }))} />
      ))}
      <p><button type="submit" disabled={state.busy}>{state.busy ? "…" : spec.button}</button></p>
    </form>
  );
}

createRoot(document.getElementById("root")).render(<App />);
