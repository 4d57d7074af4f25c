import type { CustomerSeed, ExternalSeed, InvoiceSeed, LineSeed, OrganizationSeed, SimulatorSeed } from "../seed.ts";
import { demoClients, grantsOf, paymentsGrant } from "./build.ts";

export const DEMO_BOOKS_ORGANIZATION = "60012345678";
export const DEMO_INVOICE_ORGANIZATION = "60087654321";
/** As the connector makes them: more digits than an id of Zoho's can have. */
export const DEMO_EXTERNAL_ORGANIZATION = "99600123456789012345";
export const DEMO_PAYMENTS_ACCOUNT = "60029876543";
export const DEMO_SECOND_ACCOUNT = "60029876544";
export const DEMO_THIRD_ACCOUNT = "60029876545";
export const DEMO_ADMIN = "60033000001";
export const DEMO_CASHIER = "60033000002";

const CUSTOMERS: CustomerSeed[] = [
  {
    customer_id: "1460000000000031001",
    name: "Priya Sharma",
    email: "priya.sharma@example.in",
    phone: "+91 98450 12345",
    address: "14, 6th Cross, Indiranagar, Bengaluru 560038",
  },
  {
    customer_id: "1460000000000031002",
    name: "Meenakshi Textiles Pvt Ltd",
    email: "accounts@meenakshitextiles.example.in",
    phone: "+91 80412 00987",
    address: "22 Avenue Road, Bengaluru 560002",
  },
  {
    customer_id: "1460000000000031003",
    name: "Dr. Farhan Siddiqui",
    email: "farhan@example.in",
    phone: "+91 99000 44556",
    address: "7 Richmond Town, Bengaluru 560025",
  },
  {
    customer_id: "1460000000000031004",
    name: "Lakshmi Iyer",
    email: "lakshmi.iyer@example.in",
    phone: "+91 97311 22334",
    address: "301 Lotus Apartments, Jayanagar, Bengaluru 560041",
  },
  {
    customer_id: "1460000000000031005",
    name: "Brigade Road Café",
    email: "hello@brigadecafe.example.in",
    phone: "+91 80255 66778",
    address: "88 Brigade Road, Bengaluru 560001",
  },
  {
    customer_id: "1460000000000031006",
    name: "Oakridge Exports LLC",
    email: "ap@oakridge.example.com",
    phone: "+1 415 555 0132",
    address: "500 Market Street, San Francisco",
  },
];

const line = (name: string, description: string, quantity: number, rate: number, hsn = "8518", tax = 18): LineSeed => ({
  name,
  description,
  hsn,
  quantity,
  rate,
  tax_percentage: tax,
});

type Sketch = {
  number: number;
  customer: number;
  lines: LineSeed[];
  dated: number;
  due: number;
  status?: InvoiceSeed["status"];
  paid?: number;
  currency?: "USD";
  reference?: string;
};

const SKETCHES: Sketch[] = [
  {
    number: 131,
    customer: 5,
    dated: -41,
    due: -11,
    reference: "PO-7741",
    lines: [
      line("Counter billing tablet", "10-inch, with stand", 2, 21_499_50),
      line("Receipt paper rolls", "Box of 50", 1, 1_250_00, "4811"),
    ],
  },
  {
    number: 132,
    customer: 2,
    dated: -33,
    due: -3,
    reference: "MT/25-26/118",
    lines: [
      line("Laptop 14-inch", "16 GB, 512 GB SSD", 3, 74_999_00, "8471"),
      line("Laptop sleeve", "Neoprene, grey", 3, 1_299_00, "4202"),
      line("Delivery and set-up", "Avenue Road", 1, 17_105_50, "9987"),
    ],
  },
  {
    number: 133,
    customer: 3,
    dated: -20,
    due: -5,
    paid: 61_990_00,
    lines: [line("OLED television 48-inch", "With wall mount", 1, 61_990_00, "8528", 28)],
  },
  {
    number: 134,
    customer: 6,
    dated: -18,
    due: 12,
    currency: "USD",
    lines: [line("Speaker prototypes", "Export sample set", 4, 310_00)],
  },
  {
    number: 135,
    customer: 2,
    dated: -15,
    due: 15,
    paid: 10_000_00,
    lines: [
      line("Barcode scanner", "2D, Bluetooth", 5, 4_990_00),
      line("Label printer", "Thermal, 80 mm", 1, 8_650_75, "8443"),
    ],
  },
  {
    number: 136,
    customer: 4,
    dated: -12,
    due: 3,
    status: "void",
    lines: [line("Air purifier", "Returned in box", 1, 12_490_00, "8421")],
  },
  {
    number: 137,
    customer: 1,
    dated: -6,
    due: 9,
    lines: [
      line("Wireless headphones", "Noise cancelling, black", 1, 18_990_00),
      line("USB-C cable 2 m", "Braided", 2, 549_50),
    ],
  },
  {
    number: 138,
    customer: 4,
    dated: -4,
    due: 11,
    lines: [
      line("Mixer grinder 750 W", "3 jars", 1, 5_499_00, "8509"),
      line("Induction cooktop", "1800 W", 1, 3_299_99, "8516"),
    ],
  },
  { number: 139, customer: 5, dated: -2, due: 13, lines: [line("Bluetooth speaker", "For the terrace", 2, 4_299_00)] },
  {
    number: 140,
    customer: 3,
    dated: -1,
    due: 14,
    paid: 500_00,
    lines: [line("Smart bulb B22", "12 W, colour", 6, 349_75, "8539", 12)],
  },
  {
    number: 141,
    customer: 1,
    dated: 0,
    due: 15,
    lines: [line("Screen protector fitting", "Promotional price", 1, 1_00, "9987")],
  },
  {
    number: 142,
    customer: 4,
    dated: 0,
    due: 15,
    status: "draft",
    lines: [line("Soundbar", "2.1 channel", 1, 9_999_00)],
  },
  {
    number: 143,
    customer: 1,
    dated: 0,
    due: 15,
    lines: [line("Phone charger 45 W", "USB-C", 1, 1_799_00, "8504"), line("Phone case", "Clear", 1, 399_50, "3926")],
  },
];

function invoiceOf(prefix: string, customers: CustomerSeed[], sketch: Sketch): InvoiceSeed {
  const customer = customers[sketch.customer - 1];
  if (customer === undefined) throw new Error(`no customer ${sketch.customer}`);
  return {
    invoice_id: `1460000000000${prefix}${sketch.number}0`,
    invoice_number: `INV-000${sketch.number}`,
    reference_number: sketch.reference ?? "",
    customer_id: customer.customer_id,
    currency_code: sketch.currency ?? "INR",
    status: sketch.status ?? "sent",
    dated_in_days: sketch.dated,
    due_in_days: sketch.due,
    lines: sketch.lines,
    paid: sketch.paid ?? 0,
  };
}

function electronicsShop(): OrganizationSeed {
  return {
    organization_id: DEMO_BOOKS_ORGANIZATION,
    product: "books",
    name: "Charles Electronics",
    address: ["41 Commercial Street", "Bengaluru 560001", "Karnataka, India"],
    gst_no: "29ABCDE1234F1Z5",
    email: "billing@charleselectronics.example.in",
    time_zone: "Asia/Kolkata",
    payments_account_id: DEMO_PAYMENTS_ACCOUNT,
    api_key: "cvp_demo_charles_electronics_0001",
    counters: [
      { id: "counter-a", name: "Counter A", terminal_id: "TRM001" },
      { id: "counter-b", name: "Counter B", terminal_id: "TRM002" },
      { id: "counter-c", name: "Counter C", terminal_id: "TRM003" },
    ],
    bank_accounts: [
      { account_id: "1460000000000021001", account_name: "Undeposited Funds", account_type: "cash" },
      { account_id: "1460000000000021002", account_name: "HDFC Current Account", account_type: "bank" },
    ],
    locations: [
      { location_id: "1460000000000022001", location_name: "Commercial Street" },
      { location_id: "1460000000000022002", location_name: "Jayanagar" },
    ],
    customers: CUSTOMERS,
    invoices: SKETCHES.map((sketch) => invoiceOf("41", CUSTOMERS, sketch)),
  };
}

function tailor(): OrganizationSeed {
  const customers: CustomerSeed[] = [
    {
      customer_id: "1460000000000051001",
      name: "Rohan Mehta",
      email: "rohan.mehta@example.in",
      phone: "+91 98200 77889",
      address: "Bandra West, Mumbai 400050",
    },
  ];
  const sketches: Sketch[] = [
    {
      number: 11,
      customer: 1,
      dated: -3,
      due: 4,
      lines: [line("Suit stitching", "Two-piece, wool", 1, 8_750_00, "9988", 5)],
    },
    { number: 12, customer: 1, dated: 0, due: 7, lines: [line("Shirt alteration", "Sleeves", 2, 249_50, "9988", 5)] },
  ];
  return {
    organization_id: DEMO_INVOICE_ORGANIZATION,
    product: "invoice",
    name: "Noor Tailors",
    address: ["9 Hill Road", "Mumbai 400050", "Maharashtra, India"],
    gst_no: "27PQRSX9876K1Z2",
    email: "noor@example.in",
    time_zone: "Asia/Kolkata",
    payments_account_id: DEMO_SECOND_ACCOUNT,
    api_key: "cvp_demo_noor_tailors_0001",
    counters: [{ id: "counter-front", name: "Front desk", terminal_id: "TRM101" }],
    bank_accounts: [{ account_id: "1460000000000061001", account_name: "Undeposited Funds", account_type: "cash" }],
    locations: [{ location_id: "1460000000000062001", location_name: "Hill Road" }],
    customers,
    invoices: sketches.map((sketch) => ({
      ...invoiceOf("71", customers, sketch),
      invoice_id: `14600000000007100${sketch.number}`,
    })),
  };
}

function cafe(): ExternalSeed {
  return {
    organization_id: DEMO_EXTERNAL_ORGANIZATION,
    name: "Blue Door Café",
    payments_account_id: DEMO_THIRD_ACCOUNT,
    administrators: [{ zoho_user_id: DEMO_ADMIN, name: "Charles D'Souza" }],
    api_key: "cvp_demo_blue_door_cafe_0001",
    counters: [{ id: "counter-till", name: "Till", terminal_id: "TRM201" }],
  };
}

/**
 * The demo: an electronics shop on Zoho Books with a terminal at each of three counters, a tailor on Zoho Invoice with
 * one and a café that bills with software of its own, and a terminal to spare for each. Dates are relative to the moment
 * the simulator is created, so the shop never grows old.
 */
export function demoSeed(): SimulatorSeed {
  const shop = electronicsShop();
  const tailors = tailor();
  const external = cafe();
  const device = (terminal_id: string, name: string, serial: string) => ({
    terminal_id,
    name,
    serial_number: serial,
    active: true,
  });
  return {
    clients: demoClients(),
    users: [
      {
        id: DEMO_ADMIN,
        name: "Charles D'Souza",
        email: "charles@charleselectronics.example.in",
        role: "admin",
        organizations: [shop.organization_id, tailors.organization_id],
        payments_accounts: [DEMO_PAYMENTS_ACCOUNT, DEMO_SECOND_ACCOUNT, DEMO_THIRD_ACCOUNT],
      },
      {
        id: DEMO_CASHIER,
        name: "Anita Kumari",
        email: "anita@charleselectronics.example.in",
        role: "staff",
        organizations: [shop.organization_id],
        payments_accounts: [],
      },
    ],
    grants: [
      ...grantsOf(shop, DEMO_ADMIN),
      ...grantsOf(tailors, DEMO_ADMIN),
      paymentsGrant(DEMO_THIRD_ACCOUNT, DEMO_ADMIN),
    ],
    accounts: [
      {
        account_id: DEMO_PAYMENTS_ACCOUNT,
        name: "Charles Electronics",
        terminals: [
          device("TRM001", "Counter A", "PX7-2290-4411"),
          device("TRM002", "Counter B", "PX7-2290-4412"),
          device("TRM003", "Counter C", "PX7-2290-4413"),
          device("TRM004", "Spare", "PX7-2290-4414"),
        ],
      },
      {
        account_id: DEMO_SECOND_ACCOUNT,
        name: "Noor Tailors",
        terminals: [device("TRM101", "Front desk", "PX7-3105-0007"), device("TRM102", "Spare", "PX7-3105-0008")],
      },
      {
        account_id: DEMO_THIRD_ACCOUNT,
        name: "Blue Door Café",
        terminals: [device("TRM201", "Till", "PX7-4410-0001"), device("TRM202", "Spare", "PX7-4410-0002")],
      },
    ],
    organizations: [shop, tailors],
    external: [external],
  };
}
