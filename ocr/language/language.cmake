# SPDX-License-Identifier: Apache-2.0
# Sources of the language model and of correction by it; the counts go into the program.
set(language_sources
  language/built_in_counts.cpp language/language_model.cpp language/letters.cpp language/mark_confusions.cpp
  language/page_lexicon.cpp language/page_words.cpp language/printed_word.cpp language/syllable_counts.cpp
  language/text_corrector.cpp language/word_choices.cpp)
set(syllable_counts ${CMAKE_CURRENT_SOURCE_DIR}/language/syllable_counts.bin)
set_source_files_properties(language/built_in_counts.cpp PROPERTIES
  COMPILE_DEFINITIONS "SOHOA_SYLLABLE_COUNTS=\"${syllable_counts}\"" OBJECT_DEPENDS ${syllable_counts})
