# SPDX-License-Identifier: Apache-2.0
# Line models of our own kind: no Tesseract to compare with.
add_unit_test(own_line_model
  SOURCES alphabet_decoder_test.cpp convolution_model_test.cpp convolutional_network_test.cpp drawn_page.cpp
    line_model_test.cpp line_network_drawing.cpp made_convolution_model.cpp
    confidence_curve_test.cpp line_prior_test.cpp line_variants_test.cpp reading_vote_test.cpp second_look_test.cpp
  DEPENDS ocr_impl imaging_impl
  LIBRARIES PkgConfig::PANGOCAIRO nlohmann_json::nlohmann_json)
