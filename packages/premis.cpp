// SPDX-License-Identifier: Apache-2.0
#include "packages/premis.h"

#include <algorithm>
#include <array>
#include <utility>

#include "packages/package_xml.h"

namespace sohoa {
namespace {

constexpr const char* kPremis = "http://www.loc.gov/premis/v3";
constexpr const char* kSoftware = "Sohoa";

using EventType = std::pair<std::string_view, std::string_view>;
// Types of the PREMIS list of events, and of the circular (transfer: digitisation).
constexpr std::array kEventTypes = {
    EventType{"original.received", "transfer"},     EventType{"dossier.committed", "ingestion"},
    EventType{"dossier.imported", "ingestion"},     EventType{"dossier.edited", "metadata modification"},
    EventType{"page.quarantined", "quarantine"},    EventType{"page.retried", "unquarantine"},
    EventType{"retention.set", "policy assignment"}, EventType{"hold.placed", "policy assignment"},
    EventType{"hold.released", "policy assignment"},
    EventType{"page.rejected", "deaccession"},      EventType{"dossier.reread", "modification"},
    EventType{"blob.repaired", "recovery"}};

XmlElement Root(std::string_view schemas) {
  return XmlElement("premis")
      .With("xmlns", kPremis)
      .With("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
      .With("xsi:schemaLocation", std::string(kPremis) + " " + std::string(schemas) + "premis-v3-0.xsd")
      .With("version", "3.0");
}

// objectIdentifier, linkingAgentIdentifier and all of their kind.
XmlElement Identifier(const std::string& prefix, const std::string& type, const std::string& value) {
  return XmlElement(prefix + "Identifier").Add(XmlElement(prefix + "IdentifierType", type)).Add(XmlElement(prefix + "IdentifierValue", value));
}

XmlElement LocalId(const std::string& prefix, const std::string& value) { return Identifier(prefix, "local", value); }

XmlElement Object(const char* type) { return XmlElement("object").With("xsi:type", type); }

struct PremisEvent {
  std::string id;
  std::string type;
  std::int64_t at_unix_ms = 0;
  std::string detail;
  std::string outcome;
  std::vector<std::string> agents;
  std::vector<std::string> objects;
};

XmlElement EventElement(const PremisEvent& event) {
  XmlElement element("event");
  element.Add(LocalId("event", event.id)).Add(XmlElement("eventType", event.type)).Add(XmlElement("eventDateTime", PackageTime(event.at_unix_ms)));
  if (!event.detail.empty()) element.Add(XmlElement("eventDetailInformation").Add(XmlElement("eventDetail", event.detail)));
  if (!event.outcome.empty()) element.Add(XmlElement("eventOutcomeInformation").Add(XmlElement("eventOutcome", event.outcome)));
  for (const std::string& agent : event.agents) element.Add(LocalId("linkingAgent", agent));
  for (const std::string& object : event.objects) element.Add(LocalId("linkingObject", object));
  return element;
}

XmlElement Agent(const std::string& id, const std::string& name, const char* type, const std::string& version) {
  XmlElement agent("agent");
  agent.Add(LocalId("agent", id)).Add(XmlElement("agentName", name)).Add(XmlElement("agentType", type));
  if (!version.empty()) agent.Add(XmlElement("agentVersion", version));
  return agent;
}

XmlElement FileObject(const PackagedFile& file, const PackageIds& ids, const std::string& representation) {
  XmlElement object = Object("file");
  object.Add(LocalId("object", ids.OfFile(file.path)));
  object.Add(XmlElement("objectCharacteristics")
                 .Add(XmlElement("fixity")
                          .Add(XmlElement("messageDigestAlgorithm", "SHA-256"))
                          .Add(XmlElement("messageDigest", UpperHex(file.sha256))))
                 .Add(XmlElement("size", std::to_string(file.size)))
                 .Add(XmlElement("format").Add(XmlElement("formatDesignation").Add(XmlElement("formatName", file.format.empty() ? file.mime : file.format)))));
  object.Add(XmlElement("originalName", file.path));
  object.Add(XmlElement("relationship")
                 .Add(XmlElement("relationshipType", "structural"))
                 .Add(XmlElement("relationshipSubType", "is part of"))
                 .Add(LocalId("relatedObject", representation)));
  return object;
}

// The audit record of an event: both are made in one write, with the same time, action and object.
const AuditRecord* AuditOf(const DossierHistory& history, const ArchiveEvent& event) {
  const std::string object = event.subject.empty() ? event.dossier : event.dossier + "/" + event.subject;
  const auto found = std::find_if(history.audits.begin(), history.audits.end(), [&](const AuditRecord& record) {
    return record.at_unix_ms == event.at_unix_ms && record.action == event.kind && record.object == object;
  });
  return found == history.audits.end() ? nullptr : &*found;
}

}  // namespace

std::string PremisEventType(const std::string& kind) {
  const auto found = std::find_if(kEventTypes.begin(), kEventTypes.end(), [&kind](const EventType& type) { return type.first == kind; });
  return found == kEventTypes.end() ? kind : std::string(found->second);
}

std::string WriteDossierPremis(const DossierPreservation& preservation, const PackageIds& ids) {
  const std::string entity = ids.Of("dossier");
  const std::string software = ids.Of("agent software");
  const std::string agency = ids.Of("agent agency");
  XmlElement root = Root("../../schemas/");
  XmlElement object = Object("intellectualEntity");
  object.Add(LocalId("object", entity)).Add(Identifier("object", "package", ids.package())).Add(Identifier("object", "dossier", preservation.dossier->head.code));
  for (const std::string& representation : preservation.representations) {
    object.Add(XmlElement("relationship")
                   .Add(XmlElement("relationshipType", "structural"))
                   .Add(XmlElement("relationshipSubType", "is represented by"))
                   .Add(LocalId("relatedObject", ids.Of(representation))));
  }
  root.Add(std::move(object));
  std::vector<std::string> agents = {software};
  if (!preservation.agency.empty()) agents.push_back(agency);
  std::size_t number = 0;
  for (const ArchiveEvent& event : preservation.history->events) {
    const AuditRecord* audit = AuditOf(*preservation.history, event);
    std::string detail = event.kind;
    if (!event.subject.empty()) detail += " " + event.subject;
    if (!event.detail.empty()) detail += ": " + event.detail;
    if (!event.trace.empty()) detail += "; batch " + event.trace;
    const std::string outcome = audit == nullptr ? "" : "audit record " + std::to_string(audit->sequence) + ", SHA-256 of its content " + UpperHex(audit->content);
    root.Add(EventElement({ids.Of("event " + std::to_string(++number)), PremisEventType(event.kind), event.at_unix_ms, detail, outcome, agents, {entity}}));
  }
  root.Add(EventElement({ids.Of("event packed"), "information package creation", preservation.packed_unix_ms,
                         "AIP of version " + std::to_string(preservation.dossier->version), "success", agents, {entity}}));
  root.Add(Agent(software, kSoftware, "software", preservation.software_version));
  if (!preservation.agency.empty()) root.Add(Agent(agency, preservation.agency, "organization", ""));
  return WriteXml(root);
}

std::string WriteRepresentationPremis(const RepresentationPreservation& preservation, const PackageIds& ids) {
  const std::string representation = ids.Of(preservation.name);
  const std::string agent = ids.Of("agent software");
  XmlElement root = Root("../../../../schemas/");
  root.Add(Object("representation").Add(LocalId("object", representation)));
  std::vector<std::string> files;
  for (const PackagedFile& file : preservation.files) {
    root.Add(FileObject(file, ids, representation));
    files.push_back(ids.OfFile(file.path));
  }
  std::string detail = preservation.detail;
  for (const std::string& made_by : preservation.made_by) detail += "; " + made_by;
  root.Add(EventElement({ids.Of(preservation.name + " event"), preservation.event, preservation.made_unix_ms, detail, "success", {agent}, std::move(files)}));
  root.Add(Agent(agent, kSoftware, "software", preservation.software_version));
  return WriteXml(root);
}

}  // namespace sohoa
