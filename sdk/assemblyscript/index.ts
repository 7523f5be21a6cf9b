// What the author of an adapter imports: import * as sdk from "@directorybolt/sdk".

export { log } from "./abort";
export { Adapter, CONTRACT_VERSION, fail, register } from "./adapter";
export { absent, alreadyListed, Answer, do, live, park, reject, rejected, underReview, unknown } from "./answer";
export {
  Address, Business, Captcha, Choice, Contact, Control, FieldLimit, File, Form, Link, OpenDay, Option, OptionSet, PageButton, PageError, Phone, Point,
  Politeness, Refusal, Slot, Social, StepResult,
} from "./contract_gen";
export { Directory } from "./directory";
export { formChanged, lacking, Need, needs } from "./need";
export { bestOption, bestOrOther, optionsNamed, otherOption } from "./option";
export { judge, look, Outcome, Search } from "./outcome";
export { Page } from "./page";
export {
  check, choose, chooseAll, click, expect, extract, fill, fillSecret, goto, hours, pin, press, richText, screenshot, Step, submit, tags, type,
  uncheck, upload, waitFor,
} from "./step";
export { button, css, label, name, placeholder, ref, role, Target, text } from "./target";
export { toBytes, toText, Turn } from "./turn";
