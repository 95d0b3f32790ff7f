// SPDX-License-Identifier: Apache-2.0
#include "stress/expected_pages.h"

namespace sohoa {

std::vector<ExpectedPage> ExpectedPagesOf(const std::string& code, const PlannedBatch& batch) {
  std::vector<ExpectedPage> pages;
  for (const PlannedOriginal& original : batch.originals) {
    const Sha256 hash = Sha256::Of(original.Bytes());
    const NullOrders orders = original.orders();
    for (std::uint32_t index = 0; index < original.pages(); ++index) {
      ExpectedPage page;
      page.source = {code, batch.id, original.place, hash, index};
      page.id = MakePageId(page.source);
      page.page = MakeNullPage(hash, index, orders);
      page.poison = orders.FaultOf(index) != NullOrders::Fault::kNone || (orders.at_inspect && orders.fault != NullOrders::Fault::kNone);
      pages.push_back(std::move(page));
    }
  }
  return pages;
}

PageRecord ExpectedRecord(const ExpectedPage& expected) {
  const NullPage& page = expected.page;
  PageRecord record;
  record.id = expected.id;
  record.source = expected.source;
  record.geometry = {page.width, page.height, 0, 0, page.width, page.height, kNullDpi};
  record.quality.blank = page.orders.blank;
  record.text = NullText(page);
  record.layer = NullLayer(page);
  record.layer_sha256 = Sha256::Of(record.layer.bytes);
  return record;
}

}  // namespace sohoa
