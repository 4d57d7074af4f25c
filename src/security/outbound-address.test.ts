import { expect, test } from "vitest";
import { readOutboundAddress } from "./outbound-address.ts";
import { isPublicAddress } from "./public-address.ts";

const REFUSED = [
  "http://example.com/",
  "ftp://example.com/",
  "file:///etc/passwd",
  "javascript:alert(1)",
  "example.com/hook",
  "https://",
  "https://user:secret@example.com/",
  "https://localhost/",
  "https://LOCALHOST./",
  "https://anything.localhost/",
  "https://printer/",
  "https://printer.local/",
  "https://router.lan/",
  "https://metadata.google.internal/computeMetadata/v1/",
  "https://127.0.0.1/",
  "https://127.1/",
  "https://127.0.0.1./",
  "https://2130706433/",
  "https://0x7f000001/",
  "https://0x7f.0.0.1/",
  "https://0177.0.0.1/",
  "https://017700000001/",
  "https://%31%32%37.0.0.1/",
  "https://①②⑦.0.0.1/",
  "https://0/",
  "https://0.0.0.0/",
  "https://10.1.2.3/",
  "https://172.16.0.1/",
  "https://172.31.255.255/",
  "https://192.168.1.1/",
  "https://100.64.0.1/",
  "https://169.254.169.254/latest/meta-data/",
  "https://0xa9fea9fe/",
  "https://2852039166/",
  "https://192.0.0.192/",
  "https://198.18.0.1/",
  "https://224.0.0.1/",
  "https://255.255.255.255/",
  "https://[::]/",
  "https://[::1]/",
  "https://[0:0:0:0:0:0:0:1]/",
  "https://[::ffff:127.0.0.1]/",
  "https://[::ffff:7f00:1]/",
  "https://[::ffff:169.254.169.254]/",
  "https://[::127.0.0.1]/",
  "https://[64:ff9b::10.0.0.1]/",
  "https://[64:ff9b:1::10.0.0.1]/",
  "https://[2002:7f00:1::]/",
  "https://[2001:0:7f00:1::]/",
  "https://[fe80::1]/",
  "https://[fc00::1]/",
  "https://[fd00:ec2::254]/",
  "https://[fec0::1]/",
  "https://[ff02::1]/",
  "https://[2001:db8::1]/",
];

test.each(REFUSED)("P9: events are never sent to %s", (address) => {
  expect(readOutboundAddress(address, false).kind).toBe("refused");
});

test.each([
  "https://example.com/hooks",
  "https://hooks.example.co.in:8443/a?b=c",
  "https://8.8.8.8/",
  "https://172.32.0.1/",
  "https://[2606:4700:4700::1111]/",
  "https://[::ffff:8.8.8.8]/",
  "https://localhost.example.com/",
])("a public address is taken: %s", (address) => {
  expect(readOutboundAddress(address, false).kind).toBe("ok");
});

test("only a demo sends to this machine, and nowhere else inside", () => {
  expect(readOutboundAddress("http://127.0.0.1:9000/hook", false).kind).toBe("refused");
  expect(readOutboundAddress("http://127.0.0.1:9000/hook", true).kind).toBe("ok");
  expect(readOutboundAddress("http://192.168.1.1/", true).kind).toBe("refused");
  expect(readOutboundAddress("https://169.254.169.254/", true).kind).toBe("refused");
});

test("what is not an address is not public", () => {
  for (const text of ["", "example.com", "1.2.3", "1.2.3.256", ":::", "1:2:3:4:5:6:7:8:9", "g::1"]) {
    expect(isPublicAddress(text)).toBe(false);
  }
});
