# SPDX-License-Identifier: Apache-2.0
# Sources of the line decoder.
set(line_decoder_sources
  lines/beam_set.cpp lines/code_recoder.cpp lines/dawg.cpp lines/dictionary_states.cpp lines/likely_codes.cpp
  lines/line_beam.cpp lines/line_beam_paths.cpp lines/line_decoder.cpp lines/line_dictionary.cpp lines/line_path.cpp
  lines/step_candidates.cpp lines/unichar_set.cpp lines/word_likelihood.cpp lines/word_reading.cpp lines/line_prior.cpp)
