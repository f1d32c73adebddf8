// Behaviour -> test
//   everything given is read, with places                              -> ReadsAll
//   what is left out has its usual value                               -> UsualValues
//   every mistake is refused, with what was expected                   -> Refuses
//   series of other frequencies and kinds are refused by their types   -> ChecksTypes
#include "rerate/study/regimes_request.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rerate/study/regimes_types.h"

namespace rerate {
namespace {

using testing::HasSubstr;

RegimesRequest read(const std::string& text) {
  const auto document = TomlDocument::parse(text, "s.toml", ErrorCode::study_file);
  const auto table = document.root();
  auto request = read_regimes(table);
  table.finish("[[regimes]]");
  return request;
}

const std::string kLeast = "features = { activity = \"a\" }\nasset = \"small\"\n";

TEST(RegimesRequest, ReadsAll) {
  const auto request = read(
      "features = { activity = { title = \"activity\", formula = \"ma(a, 3m)\", weight = 2 }, "
      "spread = { formula = \"s\", sign = -1 }, curve = \"c\" }\n"
      "hysteresis = 0.3\nmethod = \"gaussian_mixture\"\nclusters = 2\nnames = [\"bad\", \"good\"]\n"
      "first_window = \"8y\"\nrefit_every = \"6m\"\nhmm = { series = \"a\", title = \"the survey\", states = "
      "3 }\n"
      "asset = \"small\"\nbenchmark = \"large\"\nhorizon = \"24m\"\ndraws = 500\nlevel = 0.8\n");
  ASSERT_EQ(request.features.size(), 3u);
  EXPECT_EQ(request.features[0].named.title, "activity");
  EXPECT_EQ(request.features[0].weight, 2);
  EXPECT_EQ(request.features[1].sign, -1);
  EXPECT_EQ(request.features[2].named.use.formula, "c");
  EXPECT_EQ(request.features[2].sign, 1);
  EXPECT_EQ(request.hysteresis, 0.3);
  EXPECT_EQ(request.clusters.method, ClusterMethod::gaussian_mixture);
  EXPECT_EQ(request.clusters.clusters, 2);
  EXPECT_EQ(request.clusters.first_window, 96);
  EXPECT_EQ(request.clusters.refit_every, 6);
  EXPECT_THAT(request.names, testing::ElementsAre("bad", "good"));
  EXPECT_EQ(request.hmm->states, 3);
  EXPECT_EQ(request.hmm->title, "the survey");
  EXPECT_EQ(request.hmm_place.line, 8);
  EXPECT_EQ(request.clusters_place.line, 4);
  EXPECT_EQ(request.returns.horizon, 24);
  EXPECT_EQ(request.returns.draws, 500);
  EXPECT_EQ(request.returns.level, 0.8);
  EXPECT_EQ(uses_of(request).size(), 6u);
}

TEST(RegimesRequest, UsualValues) {
  const auto request = read(kLeast);
  EXPECT_EQ(request.hysteresis, 0.2);
  EXPECT_EQ(request.clusters.method, ClusterMethod::k_means);
  EXPECT_EQ(request.clusters.clusters, 3);
  EXPECT_EQ(request.clusters.first_window, 120);
  EXPECT_EQ(request.clusters.refit_every, 12);
  EXPECT_FALSE(request.hmm);
  EXPECT_FALSE(request.benchmark);
  EXPECT_EQ(request.returns.horizon, 12);
  EXPECT_EQ(read(kLeast + "clusters = \"choose\"\nmost = 4\n").clusters.clusters, 0);
  EXPECT_EQ(read(kLeast + "clusters = \"choose\"\nmost = 4\n").clusters.most, 4);
}

TEST(RegimesRequest, Refuses) {
  const auto refusal = [](const std::string& text) {
    try {
      read(text);
    } catch (const UserError& error) {
      EXPECT_EQ(error.failure().code, ErrorCode::study_file);
      return fmt::format("{}: {}", error.failure().place.line, error.failure().what);
    }
    return std::string("nothing");
  };
  EXPECT_THAT(refusal("asset = \"small\"\n"), HasSubstr("features"));
  EXPECT_THAT(refusal("features = { a = \"x\" }\n"), HasSubstr("asset"));
  EXPECT_EQ(refusal("asset = \"s\"\nfeatures = { a = \"x\", b = \"x\" }\n"),
            "2: the features `a` and `b` have the same formula");
  EXPECT_EQ(refusal("asset = \"s\"\nfeatures = { a = { formula = \"x\", sign = 2 } }\n"),
            "2: `sign` must be 1 or -1, not 2");
  EXPECT_EQ(refusal("asset = \"s\"\nfeatures = { a = { formula = \"x\", weight = 0 } }\n"),
            "2: `weight` must be above 0 and at most 1000, not 0");
  EXPECT_THAT(refusal("asset = \"s\"\nfeatures = { a = { formula = \"x\", sing = -1 } }\n"),
              HasSubstr("sing"));
  EXPECT_EQ(refusal(kLeast + "hysteresis = 1\n"), "3: `hysteresis` must be at least 0 and below 1, not 1");
  EXPECT_EQ(refusal(kLeast + "clusters = 1\n"), "3: `clusters` must be between 2 and 6, not 1");
  EXPECT_EQ(refusal(kLeast + "clusters = 7\n"), "3: `clusters` must be between 2 and 6, not 7");
  EXPECT_EQ(refusal(kLeast + "clusters = \"best\"\n"),
            "3: `clusters` must be a number or \"choose\", not \"best\"");
  EXPECT_EQ(refusal(kLeast + "clusters = 3\nmost = 5\n"), "4: `most` is for clusters = \"choose\"");
  EXPECT_EQ(refusal(kLeast + "most = 9\n"), "3: `most` must be between 2 and 6, not 9");
  EXPECT_THAT(refusal(kLeast + "method = \"kmean\"\n"), HasSubstr("kmean"));
  EXPECT_EQ(refusal(kLeast + "names = [\"a\", \"b\"]\n"), "3: `names` holds 2 names for 3 clusters");
  EXPECT_EQ(refusal(kLeast + "names = [\"a\", \"b\", \"a\"]\n"), "3: the regime `a` stands here twice");
  EXPECT_EQ(refusal(kLeast + "names = [\"a\", \"b\", \"\"]\n"), "3: a regime's name has 1 to 30 characters");
  EXPECT_THAT(refusal(kLeast + "clusters = \"choose\"\nnames = [\"a\"]\n"), HasSubstr("cannot be given"));
  EXPECT_EQ(refusal(kLeast + "first_window = \"2y\"\n"),
            "3: `first_window` must be a length of 36 to 1200 months, not 2y");
  EXPECT_EQ(refusal(kLeast + "refit_every = \"30d\"\n"),
            "3: `refit_every` must be a length of 1 to 1200 months, not 30d");
  EXPECT_EQ(refusal(kLeast + "horizon = \"1m\"\n"),
            "3: `horizon` must be a length of 2 to 1200 months, not 1m");
  EXPECT_EQ(refusal(kLeast + "draws = 99\n"), "3: `draws` must be between 100 and 20000, not 99");
  EXPECT_EQ(refusal(kLeast + "level = 0.3\n"), "3: `level` must be between 0.5 and 0.99");
  EXPECT_EQ(refusal(kLeast + "benchmark = \"small\"\n"), "3: `benchmark` is the same formula as `asset`");
  EXPECT_THAT(refusal(kLeast + "hmm = { states = 2 }\n"), HasSubstr("series"));
  EXPECT_EQ(refusal(kLeast + "hmm = { series = \"a\", states = 1 }\n"),
            "3: `states` must be between 2 and 3, not 1");
  EXPECT_THAT(refusal(kLeast + "hmm = { series = \"a\", state = 2 }\n"), HasSubstr("state"));
}

TEST(RegimesRequest, ChecksTypes) {
  const auto request =
      read("features = { a = \"x\", b = \"y\" }\nasset = \"small\"\nbenchmark = \"large\"\n");
  const auto refusal = [&](std::string changed, SeriesType type) {
    try {
      check_types(request, [&](const SeriesUse& use) -> TypedSeries {
        if (use.formula == changed) return {use.formula, type};
        const bool price = use.formula == "small" || use.formula == "large";
        return {use.formula, {Frequency::monthly, price ? Kind::price_index : Kind::rate, ""}};
      });
    } catch (const UserError& error) {
      return fmt::format("{} {}: {}", describe(error.failure().code).symbol, error.failure().place.line,
                         error.failure().mend);
    }
    return std::string("nothing");
  };
  EXPECT_EQ(refusal("", {}), "nothing");
  EXPECT_EQ(refusal("y", {Frequency::daily, Kind::rate, ""}),
            "event_frequency 1: Write resample(y, month, mean).");
  EXPECT_EQ(refusal("y", {Frequency::quarterly, Kind::rate, ""}),
            "event_frequency 1: Write carry(y, small), with a monthly series.");
  EXPECT_EQ(refusal("small", {Frequency::annual, Kind::price_index, ""}),
            "event_frequency 2: Name monthly prices.");
  EXPECT_EQ(refusal("small", {Frequency::daily, Kind::price_index, ""}),
            "event_frequency 2: Write resample(small, month, last).");
  EXPECT_THAT(refusal("large", {Frequency::monthly, Kind::rate, ""}), testing::StartsWith("event_kinds 3"));
  EXPECT_THAT(refusal("large", {Frequency::monthly, Kind::total_return_index, ""}),
              testing::StartsWith("event_kinds"));
}

}  // namespace
}  // namespace rerate
