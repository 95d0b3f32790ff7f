# SPDX-License-Identifier: Apache-2.0
# Tests of the language model and of correction by it: without engines and pages.
add_unit_test(language
  SOURCES language_model_test.cpp letters_test.cpp printed_word_test.cpp syllable_counts_test.cpp text_corrector_test.cpp
  DEPENDS ocr_impl)
