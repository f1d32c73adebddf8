// Other ways to rotate: behaviour -> test
//   without choices there is the study's own alone                       -> OwnAlone
//   every combination, the study's own first, in words                   -> EveryCombination
//   a study's own definition that is none of the combinations stays      -> OwnBesideTheChoices
//   subsets of signals: all but the empty one, those without the signal that decides on cash left out -> SubsetsOfSignals
//   k where the rule reads none, months without momentum, weights of one signal make nothing new -> ChoicesWithoutPart
//   a figure that is given twice counts once                             -> GivenTwice
//   each momentum signal takes each length                               -> MomentumMonths
//   no two definitions have the same text, and hashes are of the text    -> HashesOfTexts
//   more than can be run are refused with their number, however many     -> TooMany
//   what the definition cannot take is told                              -> WrongChoicesAreTold
//   the same list for any number of threads                              -> SameForAnyThreadCount
#include "rerate/rotation/variants.h"

#include <gmock/gmock.h>

#include <cmath>
#include <set>

#include "rerate/base/error.h"
#include "rerate/base/parallel.h"
#include "rerate/base/sha256.h"
#include "rerate/rotation/variants_for_test.h"

namespace rerate {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> words_of(const std::vector<Variant>& all) {
  std::vector<std::string> words;
  for (const auto& one : all) words.push_back(one.words);
  return words;
}

std::vector<std::string> words_with(const RotationDefinition& study, const VariantChoices& choices) {
  return words_of(variants(study, choices));
}

Failure refused(const RotationDefinition& study, const VariantChoices& choices,
                std::size_t most = kMostVariants) {
  try {
    variants(study, choices, most);
  } catch (const UserError& error) {
    return error.failure();
  }
  ADD_FAILURE() << "nothing was refused";
  return {};
}

TEST(Variants, OwnAlone) {
  const auto study = study_of({SignalKind::momentum, SignalKind::trend});
  const auto all = variants(study, {});
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].words, "as in the study");
  EXPECT_EQ(text_of(all[0].definition), text_of(study));
}

TEST(Variants, EveryCombination) {
  auto study = study_of({SignalKind::momentum, SignalKind::trend});
  study.portfolio.k = 3;
  VariantChoices choices;
  choices.k = {2, 3};
  choices.rebalance_months = {1, 3};
  choices.trade_lag = {0, 1};
  EXPECT_THAT(words_with(study, choices),
              ElementsAre("as in the study", "k = 2, traded at the prices that decide", "k = 2",
                          "k = 2, quarterly, traded at the prices that decide", "k = 2, quarterly",
                          "traded at the prices that decide", "quarterly, traded at the prices that decide",
                          "quarterly"));
  VariantChoices others;
  others.cross_section = {CrossSection::rank};
  others.weights = {SignalWeights::inverse_variance};
  others.rule = {PortfolioRule::minimum_variance, PortfolioRule::mean_variance_tilt};
  others.no_trade_band = {0.025};
  EXPECT_THAT(words_with(study, others),
              ElementsAre("as in the study",
                          "by ranks, inverse-variance weights, minimum variance, no-trade band 0.025",
                          "by ranks, inverse-variance weights, mean-variance tilt, no-trade band 0.025"));
}

TEST(Variants, OwnBesideTheChoices) {
  auto study = study_of({SignalKind::momentum});
  study.portfolio.k = 3;
  study.portfolio.rebalance_months = 3;
  study.trading.trade_lag = 0;
  study.score.cross_section = CrossSection::rank;
  VariantChoices choices;
  choices.k = {1, 2};
  EXPECT_THAT(words_with(study, choices), ElementsAre("as in the study", "k = 1", "k = 2"));
  choices = {};
  choices.rebalance_months = {1};
  choices.trade_lag = {1};
  choices.cross_section = {CrossSection::z_score};
  EXPECT_THAT(words_with(study, choices),
              ElementsAre("as in the study", "by z-scores, monthly, traded at the next price"));
}

TEST(Variants, SubsetsOfSignals) {
  auto study = study_of({SignalKind::momentum, SignalKind::volatility, SignalKind::trend});
  VariantChoices choices;
  choices.signal_subsets = true;
  EXPECT_THAT(words_with(study, choices),
              ElementsAre("as in the study", "without trend", "without volatility", "without momentum",
                          "momentum alone", "volatility alone", "trend alone"));
  study.only_above_zero = "trend";
  const auto filtered = variants(study, choices);
  EXPECT_THAT(words_of(filtered),
              ElementsAre("as in the study", "without volatility", "without momentum", "trend alone"));
  for (const auto& one : filtered) EXPECT_EQ(one.definition.signals.back().name, "trend");
  auto four =
      study_of({SignalKind::momentum, SignalKind::volatility, SignalKind::trend, SignalKind::reversal});
  const auto all = variants(four, choices);
  EXPECT_EQ(all.size(), 15u);
  EXPECT_THAT(words_of(all), testing::Contains("without volatility and reversal"));
}

TEST(Variants, ChoicesWithoutPart) {
  auto study = study_of({SignalKind::momentum, SignalKind::volatility});
  VariantChoices choices;
  choices.k = {2, 3, 4};
  choices.rule = {PortfolioRule::rank_weighted, PortfolioRule::signal_proportional};
  EXPECT_THAT(words_with(study, choices),
              ElementsAre("as in the study", "by rank", "in proportion to scores"));
  choices = {};
  choices.signal_subsets = true;
  choices.momentum_months = {6};
  EXPECT_THAT(words_with(study, choices),
              ElementsAre("as in the study", "momentum over 6 months",
                          "momentum alone, momentum over 6 months", "volatility alone"));
  choices = {};
  choices.weights = {SignalWeights::equal, SignalWeights::fixed, SignalWeights::inverse_variance,
                     SignalWeights::ridge};
  EXPECT_EQ(variants(study, choices).size(), 4u);
  study.signals.pop_back();
  for (const auto own : {SignalWeights::equal, SignalWeights::fixed}) {
    study.score.weights = own;
    EXPECT_THAT(words_with(study, choices), ElementsAre("as in the study", "ridge weights"));
  }
}

TEST(Variants, GivenTwice) {
  const auto study = study_of({SignalKind::momentum});
  VariantChoices choices;
  choices.k = {2, 2, 4, 2};
  choices.no_trade_band = {0, 0};
  choices.momentum_months = {12, 12};
  EXPECT_THAT(words_with(study, choices), ElementsAre("as in the study", "k = 2", "k = 4"));
}

TEST(Variants, MomentumMonths) {
  auto study = study_of({SignalKind::momentum, SignalKind::momentum});
  study.signals[0].name = "long";
  study.signals[1].name = "short";
  study.signals[1].months = 6;
  VariantChoices choices;
  choices.momentum_months = {6, 12};
  EXPECT_THAT(words_with(study, choices),
              ElementsAre("as in the study", "long over 6 months", "long over 6 months, short over 12 months",
                          "short over 12 months"));
}

TEST(Variants, HashesOfTexts) {
  auto study = study_of({SignalKind::momentum, SignalKind::volatility, SignalKind::trend});
  study.score.weights = SignalWeights::fixed;
  const auto all = variants(study, many_choices());
  std::set<std::string> hashes, texts;
  for (const auto& one : all) {
    Sha256 hash;
    hash.add(text_of(one.definition));
    EXPECT_EQ(one.hash, hash.finish().substr(0, 32));
    hashes.insert(one.hash);
    texts.insert(text_of(one.definition));
  }
  // Sets of momentum (3 lengths or none) and two others: 1 + 3 alone or together ...: 4 * 2 * 2 - 1 = 15, of them 3 + 2 of one
  // signal, which have a weight less. Two standings; rules with k: 2 + 2, without: 1; 2 rebalancings, 2 bands, 2 lags.
  EXPECT_EQ(all.size(), (10u * 2 + 5u) * 2 * 5 * 8);
  EXPECT_EQ(hashes.size(), all.size());
  EXPECT_EQ(texts.size(), all.size());
}

TEST(Variants, TooMany) {
  const auto study = study_of({SignalKind::momentum, SignalKind::volatility, SignalKind::trend});
  auto choices = many_choices();
  choices.place = {"study.toml", 7, 3};
  const auto failure = refused(study, choices, 1999);
  EXPECT_EQ(failure.code, ErrorCode::rotation_variants);
  EXPECT_EQ(failure.what, "at most 1999 variants: the choices make 2000");
  EXPECT_EQ(to_string(failure.place), "study.toml:7:3");
  EXPECT_EQ(variants(study, choices, 2000).size(), 2000u);
  // As many as nobody could make, told at once.
  auto wide = study;
  for (int i = 0; i < 200; ++i) {
    wide.signals.push_back(study.signals[0]);
    wide.signals.back().name = "m" + std::to_string(i);
  }
  choices.momentum_months.clear();
  for (int months = 2; months < 500; ++months) choices.momentum_months.push_back(months);
  EXPECT_THAT(refused(wide, choices).what, HasSubstr("at most 100000 variants: the choices make "));
  choices = {};
  EXPECT_EQ(variants(wide, choices).size(), 1u);
}

TEST(Variants, WrongChoicesAreTold) {
  const auto study = study_of({SignalKind::momentum}), still = study_of({SignalKind::trend});
  const auto told = [](const RotationDefinition& of, auto set) {
    VariantChoices choices;
    set(choices);
    const auto failure = refused(of, choices);
    EXPECT_EQ(failure.code, ErrorCode::rotation_variants);
    return failure.what;
  };
  EXPECT_THAT(told(still, [](auto& c) { c.momentum_months = {6}; }), HasSubstr("there is none"));
  EXPECT_THAT(told(study, [](auto& c) { c.momentum_months = {6, 1}; }), HasSubstr("months skipped (1)"));
  EXPECT_THAT(told(study, [](auto& c) { c.momentum_months = {601}; }), HasSubstr("at most 600: 601"));
  EXPECT_THAT(told(study, [](auto& c) { c.k = {0}; }), HasSubstr("`k` must be at least 1: 0"));
  EXPECT_THAT(told(study, [](auto& c) { c.rebalance_months = {2}; }), HasSubstr("every 1 or 3 months: 2"));
  EXPECT_THAT(told(study, [](auto& c) { c.no_trade_band = {-0.1}; }), HasSubstr("-0.1"));
  EXPECT_THAT(told(study, [](auto& c) { c.no_trade_band = {std::nan("")}; }), HasSubstr("nan"));
  EXPECT_THAT(told(study, [](auto& c) { c.trade_lag = {2}; }),
              HasSubstr("0 or 1 prices after the decision: 2"));
}

TEST(Variants, SameForAnyThreadCount) {
  const auto study = study_of({SignalKind::momentum, SignalKind::volatility});
  set_thread_count(1);
  const auto serial = variants(study, many_choices());
  set_thread_count(4);
  const auto parallel = variants(study, many_choices());
  set_thread_count(0);
  ASSERT_EQ(serial.size(), parallel.size());
  for (std::size_t i = 0; i < serial.size(); ++i) {
    EXPECT_EQ(serial[i].hash, parallel[i].hash);
    EXPECT_EQ(serial[i].words, parallel[i].words);
  }
}

}  // namespace
}  // namespace rerate
