// SPDX-License-Identifier: Apache-2.0
#include "packages/package_xml.h"

#include <algorithm>
#include <memory>

#include <libxml/xmlreader.h>

#include "core/vietnamese.h"
#include "pipeline/formats/xml_text.h"

namespace sohoa {
namespace {

constexpr std::size_t kMostBytes = std::size_t{64} << 20;
constexpr std::size_t kMostElements = 2'000'000;
constexpr std::size_t kDeepest = 32;

void WriteElement(const XmlElement& element, std::size_t depth, std::string& out) {
  out.append(depth * 2, ' ');
  out += "<" + element.name;
  for (const auto& [name, value] : element.attributes) out += XmlAttribute(name, value);
  if (element.children.empty()) {
    out += element.text.empty() ? "/>\n" : ">" + EscapeXml(element.text) + "</" + element.name + ">\n";
    return;
  }
  out += ">\n";
  for (const XmlElement& child : element.children) WriteElement(child, depth + 1, out);
  out.append(depth * 2, ' ');
  out += "</" + element.name + ">\n";
}

struct FreeReader {
  void operator()(xmlTextReader* reader) const { xmlFreeTextReader(reader); }
};
using Reader = std::unique_ptr<xmlTextReader, FreeReader>;

std::string Text(const xmlChar* text) { return text == nullptr ? std::string() : reinterpret_cast<const char*>(text); }

// One document from a reader, node by node.
class TreeReader {
 public:
  TreeReader(Reader reader, std::string what) : reader_(std::move(reader)), what_(std::move(what)) {}

  Result<XmlElement> Read() {
    int more = xmlTextReaderRead(reader_.get());
    for (; more == 1; more = xmlTextReaderRead(reader_.get())) {
      if (const Status status = TakeNode(); !status.ok()) return status;
    }
    if (more != 0 || !open_.empty() || root_.name.empty()) return Bad("it is no well-formed XML");
    return std::move(root_);
  }

 private:
  Status Bad(const std::string& why) const { return Status(StatusCode::kBadInput, "read " + what_ + ": " + why); }

  Status TakeNode() {
    switch (xmlTextReaderNodeType(reader_.get())) {
      case XML_READER_TYPE_ELEMENT: return TakeElement();
      case XML_READER_TYPE_END_ELEMENT: Close(); return {};
      case XML_READER_TYPE_TEXT:
      case XML_READER_TYPE_CDATA:
        if (!open_.empty()) open_.back().text += Text(xmlTextReaderConstValue(reader_.get()));
        return {};
      case XML_READER_TYPE_DOCUMENT_TYPE:
      case XML_READER_TYPE_ENTITY_REFERENCE: return Bad("it declares a document type or uses entities, which no package does");
      default: return {};
    }
  }

  Status TakeElement() {
    if (open_.size() >= kDeepest || ++elements_ > kMostElements) {
      return Status(StatusCode::kResourceLimit, "read " + what_ + ": more elements, or deeper ones, than any package has");
    }
    XmlElement element(Text(xmlTextReaderConstLocalName(reader_.get())));
    element.space = Text(xmlTextReaderConstNamespaceUri(reader_.get()));
    const bool empty = xmlTextReaderIsEmptyElement(reader_.get()) == 1;
    while (xmlTextReaderMoveToNextAttribute(reader_.get()) == 1) {
      if (xmlTextReaderIsNamespaceDecl(reader_.get()) == 1) continue;
      element.attributes.emplace_back(Text(xmlTextReaderConstLocalName(reader_.get())), Text(xmlTextReaderConstValue(reader_.get())));
    }
    open_.push_back(std::move(element));
    if (empty) Close();
    return {};
  }

  void Close() {
    XmlElement element = std::move(open_.back());
    open_.pop_back();
    if (!element.children.empty()) element.text.clear();
    if (open_.empty()) {
      root_ = std::move(element);
    } else {
      open_.back().children.push_back(std::move(element));
    }
  }

  Reader reader_;
  const std::string what_;
  std::vector<XmlElement> open_;
  XmlElement root_;
  std::size_t elements_ = 0;
};

void Silence(void*, const char*, xmlParserSeverities, xmlTextReaderLocatorPtr) {}

}  // namespace

XmlElement& XmlElement::With(std::string attribute, std::string value) {
  attributes.emplace_back(std::move(attribute), std::move(value));
  return *this;
}

XmlElement& XmlElement::Add(XmlElement child) {
  children.push_back(std::move(child));
  return *this;
}

const XmlElement* XmlElement::Child(std::string_view child) const {
  const auto found = std::find_if(children.begin(), children.end(), [child](const XmlElement& each) { return each.name == child; });
  return found == children.end() ? nullptr : &*found;
}

std::string XmlElement::Attribute(std::string_view attribute) const {
  const auto found = std::find_if(attributes.begin(), attributes.end(), [attribute](const auto& each) { return each.first == attribute; });
  return found == attributes.end() ? std::string() : found->second;
}

std::string WriteXml(const XmlElement& root) {
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  WriteElement(root, 0, out);
  return out;
}

Result<XmlElement> ReadXml(std::string_view bytes, const std::string& what) {
  if (bytes.size() > kMostBytes) return Status(StatusCode::kResourceLimit, "read " + what + ": it is larger than any of a package");
  // Before the parser sees it: UTF-8 alone, so that what follows is found in whatever it claims to be coded in.
  if (FromCodePoints(ToCodePoints(bytes)) != bytes) return Status(StatusCode::kBadInput, "read " + what + ": it is not UTF-8");
  if (bytes.find("<!DOCTYPE") != std::string_view::npos || bytes.find("<!ENTITY") != std::string_view::npos) {
    return Status(StatusCode::kBadInput, "read " + what + ": it declares a document type or entities, which no package does");
  }
  Reader reader(xmlReaderForMemory(bytes.data(), static_cast<int>(bytes.size()), nullptr, "UTF-8",
                                   XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOBLANKS));
  if (!reader) return Status(StatusCode::kInternal, "read " + what + ": no reader could be made");
  xmlTextReaderSetErrorHandler(reader.get(), &Silence, nullptr);
  return TreeReader(std::move(reader), what).Read();
}

}  // namespace sohoa
