// SPDX-License-Identifier: Apache-2.0
#include "packages/package_schemas.h"

#include "core/embedded_file.h"
#include "packages/ead.h"
#include "packages/package_fields.h"

SOHOA_EMBED_FILE(sohoa_mets_schema, SOHOA_PACKAGE_FILES "/schemas/mets1_12.xsd");
SOHOA_EMBED_FILE(sohoa_xlink_schema, SOHOA_PACKAGE_FILES "/schemas/xlink.xsd");
SOHOA_EMBED_FILE(sohoa_csip_schema, SOHOA_PACKAGE_FILES "/schemas/DILCISExtensionMETS.xsd");
SOHOA_EMBED_FILE(sohoa_sip_schema, SOHOA_PACKAGE_FILES "/schemas/DILCISExtensionSIPMETS.xsd");
SOHOA_EMBED_FILE(sohoa_premis_schema, SOHOA_PACKAGE_FILES "/schemas/premis-v3-0.xsd");
SOHOA_EMBED_FILE(sohoa_sip_words, SOHOA_PACKAGE_FILES "/documentation_sip.txt");
SOHOA_EMBED_FILE(sohoa_aip_words, SOHOA_PACKAGE_FILES "/documentation_aip.txt");
SOHOA_EMBED_FILE(sohoa_records_proto, SOHOA_PACKAGE_FILES "/../core/records.proto");
SOHOA_EMBED_FILE(sohoa_archive_records_proto, SOHOA_PACKAGE_FILES "/../storage/archive_records.proto");

namespace sohoa {
namespace {

constexpr const char* kXmlSchema = "application/xml";
constexpr const char* kPlainText = "text/plain";

SupplementFile Embedded(const char* path, const char* begin, const char* end, const char* mime) {
  return {path, std::string(EmbeddedBytes(begin, end)), mime};
}

std::vector<SupplementFile> CommonSchemas() {
  return {Embedded("schemas/mets1_12.xsd", sohoa_mets_schema_begin, sohoa_mets_schema_end, kXmlSchema),
          Embedded("schemas/xlink.xsd", sohoa_xlink_schema_begin, sohoa_xlink_schema_end, kXmlSchema),
          Embedded("schemas/DILCISExtensionMETS.xsd", sohoa_csip_schema_begin, sohoa_csip_schema_end, kXmlSchema),
          Embedded("schemas/DILCISExtensionSIPMETS.xsd", sohoa_sip_schema_begin, sohoa_sip_schema_end, kXmlSchema)};
}

}  // namespace

std::vector<SupplementFile> SipSupplements() {
  std::vector<SupplementFile> files = CommonSchemas();
  files.push_back({"schemas/ead.xsd", WriteEadSchema(Circular05DossierRules()), kXmlSchema});
  files.push_back({"schemas/ead_doc.xsd", WriteEadSchema(Circular05DocumentRules()), kXmlSchema});
  files.push_back(Embedded("documentation/README.txt", sohoa_sip_words_begin, sohoa_sip_words_end, kPlainText));
  return files;
}

std::vector<SupplementFile> AipSupplements() {
  std::vector<SupplementFile> files = CommonSchemas();
  files.push_back({"schemas/ead.xsd", WriteEadSchema(AipDossierRules()), kXmlSchema});
  files.push_back({"schemas/ead_doc.xsd", WriteEadSchema(AipDocumentRules()), kXmlSchema});
  files.push_back(Embedded("schemas/premis-v3-0.xsd", sohoa_premis_schema_begin, sohoa_premis_schema_end, kXmlSchema));
  files.push_back(Embedded("documentation/README.txt", sohoa_aip_words_begin, sohoa_aip_words_end, kPlainText));
  for (SupplementFile& file : RecordDescriptions()) files.push_back(std::move(file));
  return files;
}

std::vector<SupplementFile> RecordDescriptions() {
  return {Embedded("documentation/records.proto", sohoa_records_proto_begin, sohoa_records_proto_end, kPlainText),
          Embedded("documentation/archive_records.proto", sohoa_archive_records_proto_begin, sohoa_archive_records_proto_end, kPlainText)};
}

}  // namespace sohoa
