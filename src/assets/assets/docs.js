// @ts-check

/** @type {((options: object) => unknown) | undefined} */
const viewer = Reflect.get(window, "SwaggerUIBundle");
viewer?.({
  url: "/openapi.json",
  dom_id: "#docs",
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  docExpansion: "list",
  validatorUrl: null,
});
