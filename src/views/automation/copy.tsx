/** A text with a button that copies it, where the browser can. */
export const Copy = ({ id, text }: { id: string; text: string }) => (
  <div class="copy">
    <code class="code" id={id}>
      {text}
    </code>
    <button type="button" class="button quiet" data-copy={id} hidden>
      Copy
    </button>
  </div>
);
