# SPDX-License-Identifier: Apache-2.0
add_unit_test(workers
  SOURCES ledger_test.cpp protocol_test.cpp ready_queue_test.cpp
  DEPENDS workers)
