import { Icon, type IconName } from "../../views/icons.tsx";

export interface MessageProps {
  tone: "good" | "warn" | "plain";
  icon: IconName;
  title: string;
  text: string;
  /** Each with the name the click is known by. */
  buttons?: { name: string; label: string }[];
}

/** One thing to say, and what to do next; looks as our pages of one message do. */
export const Message = ({ tone, icon, title, text, buttons = [] }: MessageProps) => (
  <section class={`panel message ${tone}`}>
    <span class="badge">
      <Icon name={icon} />
    </span>
    <h1>{title}</h1>
    <div class="lead">
      <p>{text}</p>
    </div>
    {buttons.length > 0 ? (
      <p class="actions">
        {buttons.map(({ name, label }, index) => (
          <button type="button" class={index === 0 ? "button" : "button quiet"} data-do={name}>
            {label}
          </button>
        ))}
      </p>
    ) : null}
  </section>
);
