// SPDX-License-Identifier: Apache-2.0
#include "pipeline/pdf/pdfa_metadata.h"

#include "core/calendar.h"
#include "pipeline/formats/xml_text.h"

namespace sohoa {

std::string XmpPacket(const PdfOptions& options) {
  std::string out =
      "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
      "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
      "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
      "<rdf:Description rdf:about=\"\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">\n"
      "<pdfaid:part>" +
      std::to_string(options.pdfa_part) +
      "</pdfaid:part>\n<pdfaid:conformance>B</pdfaid:conformance>\n</rdf:Description>\n"
      "<rdf:Description rdf:about=\"\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">\n"
      "<pdf:Producer>" +
      std::string(kPdfProducer) + "</pdf:Producer>\n</rdf:Description>\n";
  if (!options.title.empty()) {
    out +=
        "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n"
        "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">" +
        EscapeXml(options.title) + "</rdf:li></rdf:Alt></dc:title>\n</rdf:Description>\n";
  }
  if (options.created_unix_ms != 0) {
    const std::string time = FormatVietnamTime(options.created_unix_ms);
    out +=
        "<rdf:Description rdf:about=\"\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\">\n"
        "<xmp:CreateDate>" +
        time + "</xmp:CreateDate>\n<xmp:ModifyDate>" + time +
        "</xmp:ModifyDate>\n</rdf:Description>\n";
  }
  return out + "</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>\n";
}

std::string PdfDate(std::int64_t unix_ms) {
  if (unix_ms == 0) return {};
  std::string digits;
  // The time part of "2018-10-04T08:30:00+07:00".
  for (char c : FormatVietnamTime(unix_ms).substr(0, 19)) {
    if (c >= '0' && c <= '9') digits += c;
  }
  return "D:" + digits + "+07'00'";
}

}  // namespace sohoa
