// Behaviour -> test
//   keys that are no words have some; others lose their underscores             -> ChoiceWords.Choices
//   a path says where its key stands; names of series and formulas stay         -> ChoiceWords.Paths
//   options that are no words have some                                         -> ChoiceWords.Options
//   what differs from the study: numbers, words, parts that are in or out       -> ChoiceWords.Changes
#include "rerate/multiverse/choice_words.h"

#include <gtest/gtest.h>

namespace rerate {
namespace {

TEST(ChoiceWords, Choices) {
  EXPECT_EQ(choice_in_words("n_out"), "periods in a row to leave");
  EXPECT_EQ(choice_in_words("inverted_below"), "level of inversion");
  EXPECT_EQ(choice_in_words("until"), "until");
  EXPECT_EQ(choice_in_words("ten_year"), "ten year");
}

TEST(ChoiceWords, Paths) {
  EXPECT_EQ(choice_in_words("signals.momentum.months"), "months of signals momentum");
  EXPECT_EQ(choice_in_words("philly.current_activity"), "philly.current_activity");
  EXPECT_EQ(choice_in_words("yoy(macro.core_cpi)"), "yoy(macro.core_cpi)");
  EXPECT_EQ(option_in_words("correlation.measure", "level"), "levels");
}

TEST(ChoiceWords, Options) {
  EXPECT_EQ(option_in_words("measure", "annual_change"), "annual changes");
  EXPECT_EQ(option_in_words("until", "threshold"), "the threshold itself");
  EXPECT_EQ(option_in_words("until", "> 50"), "> 50");
  EXPECT_EQ(option_in_words("returns", "level"), "level");  // of another choice
}

TEST(ChoiceWords, Changes) {
  EXPECT_EQ(change_in_words({"n_out", {"1", "3"}, 0, true}, 1), "periods in a row to leave 3 instead of 1");
  EXPECT_EQ(change_in_words({"until", {"50", "threshold"}, 0, true}, 1),
            "until the threshold itself instead of 50");
  EXPECT_EQ(change_in_words({"measure", {"level", "annual_change"}, 1, false}, 0),
            "measure: levels instead of annual changes");
  EXPECT_EQ(change_in_words({"rate", {"in", "out"}, 0, false}, 1), "without rate");
  EXPECT_EQ(change_in_words({"rate", {"in", "out"}, 1, false}, 0), "with rate");
}

}  // namespace
}  // namespace rerate
