/**
 * The Deluge functions of `extension/deluge/`, word for word: a Worker's bundle takes no other kind of file. A test
 * holds the two together.
 */
export const BUTTON = `// Zoho Books or Zoho Invoice: Settings, Invoices, Buttons, a new button that runs this function.
// Needs a connection named collectviapos (Settings, Connections, a custom service with an API key) that sends
// the header Authorization with the value: Bearer, a space, and an API key from the set-up page.
Map collect_via_pos(Map invoice, Map organization, Map user)
{
	answer = Map();
	body = Map();
	body.put("organization_id", organization.get("organization_id").toString());
	body.put("invoice_id", invoice.get("invoice_id").toString());
	body.put("counter_id", "COUNTER_ID");
	body.put("payment_method", "card");
	head = Map();
	// A second press within the same minute is the same request.
	head.put("Idempotency-Key", "button-" + invoice.get("invoice_id") + "-" + zoho.currenttime.toString("yyyyMMddHHmm"));
	response = invokeurl
	[
		url: "PUBLIC_URL/api/v1/collections"
		type: POST
		parameters: body.toString()
		headers: head
		content-type: "application/json"
		connection: "collectviapos"
		detailed: true
	];
	told = response.get("responseText").toMap();
	if(response.get("responseCode") == 201)
	{
		answer.put("code", 0);
		answer.put("message", "Sent to " + told.get("counter_name") + ". Tap Fetch Payments on the terminal.");
	}
	else
	{
		answer.put("code", 1);
		answer.put("message", told.get("error").get("message"));
	}
	return answer;
}
`;

export const WORKFLOW = `// Zoho Books or Zoho Invoice: Settings, Workflow Rules, a rule for invoices with this custom function as its action.
// An alternative to the webhook above, for rules that decide on more than a webhook can carry.
// Needs the connection named collectviapos that the button needs.
void collect_by_workflow(Map invoice, Map organization, Map user)
{
	body = Map();
	body.put("organization_id", organization.get("organization_id").toString());
	body.put("invoice_id", invoice.get("invoice_id").toString());
	body.put("counter_id", "COUNTER_ID");
	body.put("payment_method", "card");
	head = Map();
	// The same for the same invoice until its total or balance changes: a rule that fires twice collects once.
	key = "rule-" + invoice.get("invoice_id") + "-" + invoice.get("total") + "-" + invoice.get("balance");
	head.put("Idempotency-Key", key);
	response = invokeurl
	[
		url: "PUBLIC_URL/api/v1/collections"
		type: POST
		parameters: body.toString()
		headers: head
		content-type: "application/json"
		connection: "collectviapos"
		detailed: true
	];
	info response.get("responseText");
}
`;
