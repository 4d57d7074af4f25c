import { Layout } from "../layout.tsx";
import { TextField } from "../setup/form.tsx";

/** Where an invitation is used. */
export const JoinPage = ({ error }: { error: string | null }) => (
  <Layout title="Join an organization · Collect via POS" styles={["setup.css"]}>
    <h1 class="page-title">Join an organization</h1>
    <section class="panel form">
      <p>
        An administrator has given you an invitation code. Enter it here and sign in with your own Zoho account; from
        then on that account lets you in.
      </p>
      <form method="post" action="/join" class="stack-form">
        <TextField
          id="code"
          name="code"
          label="Invitation code"
          value=""
          hint="It begins with join_ and works once."
          error={error ?? undefined}
          maxlength={100}
          required
        />
        <button type="submit" class="button big">
          Sign in with Zoho
        </button>
      </form>
      <p class="hint">
        Joined already? <a href="/sign-in?product=external">Sign in</a>.
      </p>
    </section>
  </Layout>
);
