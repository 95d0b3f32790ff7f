# SPDX-License-Identifier: Apache-2.0
add_unit_test(workers
  SOURCES coordinator_intake_test.cpp coordinator_test.cpp coordinator_workers_test.cpp curve_test.cpp ledger_test.cpp peer_keys_test.cpp pipeline_metrics_test.cpp
    pipeline_watch_test.cpp protocol_test.cpp ready_queue_test.cpp restore_test.cpp supervisor_test.cpp upgrade_test.cpp
    versions_test.cpp worker_demand_test.cpp ledger_edits_test.cpp carried_blobs_test.cpp socket_test.cpp ledger_import_test.cpp ledger_secrecy_test.cpp
    ledger_disposal_test.cpp fixity_watch_test.cpp quarterly_report_test.cpp ledger_seal_test.cpp batch_receipt_test.cpp
  DEPENDS workers
  NEEDS sohoa-reader workers_process)

# What the tests kill.
add_executable(workers_process workers_process.cpp)
target_link_libraries(workers_process PRIVATE sohoa::workers sohoa_flags)
