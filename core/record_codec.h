// SPDX-License-Identifier: Apache-2.0
//
// The at-rest and on-the-wire form of core values: Protocol Buffers (core/records.proto),
// because an archive outlives its schema. Encoding is deterministic: equal values give
// equal bytes. Decoding hostile or damaged bytes gives kCorruption, never a crash.
#pragma once

#include <string>
#include <string_view>

#include "core/dossier.h"
#include "core/page.h"
#include "core/result.h"

namespace sohoa {

std::string EncodePageText(const PageText& text);
Result<PageText> DecodePageText(std::string_view bytes);

// With the layer's bytes only when `with_layer`; its other members always.
std::string EncodePageRecord(const PageRecord& record, bool with_layer);
Result<PageRecord> DecodePageRecord(std::string_view bytes);

std::string EncodeDocument(const Document& document);
Result<Document> DecodeDocument(std::string_view bytes);

std::string EncodeEdit(const Edit& edit);
Result<Edit> DecodeEdit(std::string_view bytes);

std::string EncodeDossier(const Dossier& dossier);
Result<Dossier> DecodeDossier(std::string_view bytes);

std::string EncodeQuarantinedPage(const QuarantinedPage& page);
Result<QuarantinedPage> DecodeQuarantinedPage(std::string_view bytes);

std::string EncodePageSource(const PageSource& source);
Result<PageSource> DecodePageSource(std::string_view bytes);

std::string EncodeOriginal(const Original& original);
Result<Original> DecodeOriginal(std::string_view bytes);

}  // namespace sohoa
