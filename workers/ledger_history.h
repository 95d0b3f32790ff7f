// SPDX-License-Identifier: Apache-2.0
//
// A ledger that was brought back from a copy begins another history than the one it was copied
// from: what was given out since then is still with workers and desks.
#pragma once

#include "core/status.h"
#include "storage/archive.h"

namespace sohoa {

// Raises epoch and sequence beyond all that the lost history can have reached, so that no fence
// and no upload number of then is taken for one of now.
Status StageNewLedgerHistory(Archive& archive, MetaBatch& batch);

}  // namespace sohoa
