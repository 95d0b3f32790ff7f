# SPDX-License-Identifier: Apache-2.0
# Sources of the correction of words by what stands about them.
set(language_sources
  language/mark_confusions.cpp language/page_lexicon.cpp language/page_words.cpp language/text_corrector.cpp language/word_choices.cpp)
