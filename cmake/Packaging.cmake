# SPDX-License-Identifier: Apache-2.0
# What is installed where, and the Debian package of it: `cpack -G DEB` in a build folder.
include(GNUInstallDirs)
install(TARGETS sohoa sohoa-reader sohoa-check-audit RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES README.md docs/OPERATIONS.md docs/DEPLOYMENT.md docs/PROTOCOL.md docs/STORAGE.md docs/API.md docs/DESK.md docs/PROCEDURES.md
    docs/ARCHIVE_FIELDS.md docs/PACKAGES.md docs/WEBHOOKS.md docs/CHANGELOG.md
  DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES docs/ACCESS.md docs/RETENTION.md docs/VERIFYING.md docs/REGISTRIES.md docs/DEVICES.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY docs/guides DESTINATION ${CMAKE_INSTALL_DOCDIR} FILES_MATCHING PATTERN "*.md" PATTERN "*.png")
install(PROGRAMS examples/follow_events.sh examples/webhook_receiver.py examples/one_stop_import.py DESTINATION ${CMAKE_INSTALL_DOCDIR}/examples)
install(FILES deploy/debian/copyright DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES deploy/prometheus/sohoa.rules.yml deploy/grafana/sohoa.json DESTINATION ${CMAKE_INSTALL_DATADIR}/sohoa)
install(DIRECTORY deploy/procedures DESTINATION ${CMAKE_INSTALL_DATADIR}/sohoa FILES_MATCHING PATTERN "*.toml")
install(FILES deploy/systemd/sohoa-serve.service deploy/systemd/sohoa-coordinator.service deploy/systemd/sohoa-worker@.service deploy/systemd/sohoa-desk.service
  DESTINATION lib/systemd/system)
install(FILES deploy/systemd/sohoa.sysusers DESTINATION lib/sysusers.d RENAME sohoa.conf)
install(FILES deploy/systemd/sohoa.tmpfiles DESTINATION lib/tmpfiles.d RENAME sohoa.conf)
install(FILES deploy/sohoa.toml DESTINATION /etc/sohoa)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME sohoa)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT "Sohoa maintainers <maintainers@sohoa.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "digitise the dossiers of a Vietnamese one-stop counter")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "Scans, reads, classifies and archives the papers of administrative dossiers,
and makes them searchable: coordinator, workers, search page and tools.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION text)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Programs and data that no library names: who makes the user, and what finds which way is up.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "adduser, tesseract-ocr-osd")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "tesseract-ocr-vie")
# For archives in Ceph alone, and loaded when one is opened.
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "librados2")
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
  ${CMAKE_SOURCE_DIR}/deploy/debian/postinst ${CMAKE_SOURCE_DIR}/deploy/debian/prerm
  ${CMAKE_SOURCE_DIR}/deploy/debian/postrm ${CMAKE_SOURCE_DIR}/deploy/debian/conffiles)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
include(CPack)
