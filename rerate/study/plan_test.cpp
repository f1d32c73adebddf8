// Behaviour -> test
//   formulas come after what they read; catalogue ids are gathered through them -> OrdersFormulas
//   a circle is refused at its place, with the whole circle                     -> RefusesCircles
//   unknown series name the nearest one, studies' and catalogue's               -> RefusesUnknownSeries
//   series of a pack the study does not name are refused                        -> RefusesOtherPacks
//   a licensed series marks everything that reads it                            -> LicenceSpreads
//   unused series are checked and listed                                        -> UnusedSeries
//   a question whose series' types cannot answer it is refused at its place      -> RefusesTypes (table)
//   models' prices, fundamentals and drivers are checked by kind and frequency   -> RefusesTypes (table)
//   formulas for single figures may have any frequency                           -> FiguresOfAnyFrequency
//   the error says which formula brings them together                            -> FrequenciesAreMendedByFormula
//   formulas of other definitions are planned and marked, and refused at their place -> FormulasOfOptions
//   one that takes two options and cannot be is left out, unless one option has it, too -> FormulasOfTwoOptions
//   a very long chain is refused, not a crash                                   -> LongChains
#include "rerate/study/plan.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rerate {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

CatalogueEntry entry(std::string id, std::string pack, bool redistribute,
                     SeriesType type = {Frequency::monthly, Kind::rate, "percent"}) {
  CatalogueEntry one;
  one.id = std::move(id);
  one.title = "Title of " + one.id;
  one.type = std::move(type);
  one.pack = std::move(pack);
  one.redistribute = redistribute;
  return one;
}

CatalogueLookup catalogue() {
  const std::vector<CatalogueEntry> entries = {
      entry("rates.gs10", "open", true),
      entry("rates.tb3ms", "open", true),
      entry("ice.oas", "licensed", false),
      entry("nber.peak", "open", true, {Frequency::monthly, Kind::indicator, ""}),
      entry("macro.gdp", "open", true, {Frequency::quarterly, Kind::level, "bn_usd"}),
      entry("stock.total", "open", true, {Frequency::monthly, Kind::total_return_index, "index"}),
      entry("stock.price", "open", true, {Frequency::monthly, Kind::price_index, "index"}),
      entry("stock.return", "open", true, {Frequency::monthly, Kind::return_, "percent"}),
      entry("stock.daily", "open", true, {Frequency::daily, Kind::price_index, "index"})};
  return {[entries](const std::vector<std::string>& ids) {
            std::vector<std::optional<CatalogueEntry>> found;
            for (const auto& id : ids) {
              found.emplace_back();
              for (const auto& one : entries)
                if (one.id == id) found.back() = one;
            }
            return found;
          },
          [entries] {
            std::vector<std::string> ids;
            for (const auto& one : entries) ids.push_back(one.id);
            return ids;
          }};
}

StudyFile study(const std::string& series, const std::string& curve, const std::string& packs = "\"open\"") {
  return parse_study("[study]\ntitle = \"T\"\npacks = [" + packs + "]\n[series]\n" + series +
                         "\n[[curve_recessions]]\nid = \"c\"\ncurve = \"" + curve +
                         "\"\npeaks = \"nber.peak\"\n",
                     "s.toml");
}

Failure failure_of(const StudyFile& file) {
  try {
    make_plan(file, catalogue());
  } catch (const UserError& error) {
    return error.failure();
  }
  ADD_FAILURE() << "nothing was refused";
  return {};
}

TEST(Plan, FormulasOfOptions) {
  const auto open = [](const std::string& keys) {
    return parse_study(
        "[study]\ntitle = \"T\"\npacks = [\"open\"]\n[series]\nslow = \"lag(rates.tb3ms, "
        "2m)\"\n[[curve_recessions]]\n"
        "id = \"c\"\npeaks = \"nber.peak\"\n" +
            keys,
        "s.toml");
  };
  const auto plan =
      make_plan(open("curve = [\"rates.gs10 - rates.tb3ms\", \"rates.gs10 - slow\"]\n"), catalogue());
  std::vector<std::string> keys;
  for (const auto& formula : plan.formulas) keys.push_back(formula.key);
  EXPECT_THAT(keys, ElementsAre("rates.gs10 - rates.tb3ms", "nber.peak", "slow", "rates.gs10 - slow"));
  std::vector<bool> of_options;
  for (const auto& formula : plan.formulas) of_options.push_back(formula.of_options);
  EXPECT_THAT(of_options, ElementsAre(false, false, true, true));
  EXPECT_TRUE(plan.unused.empty());
  const auto unknown = failure_of(open("curve = \"rates.gs10\"\nvary = { curve = [\"rates.gs11\"] }\n"));
  EXPECT_THAT(unknown.what, HasSubstr("rates.gs11"));
  EXPECT_EQ(to_string(unknown.place), "s.toml:10:20");
  const auto other_pack = failure_of(open("curve = [\"rates.gs10\", \"ice.oas\"]\n"));
  EXPECT_EQ(other_pack.code, ErrorCode::study_pack);
  EXPECT_EQ(to_string(other_pack.place), "s.toml:9:25");
  // Whether another definition's series suit the question is seen when it is run.
  EXPECT_NO_THROW(make_plan(open("curve = [\"rates.gs10\", \"stock.price\"]\n"), catalogue()));
}

TEST(Plan, FormulasOfTwoOptions) {
  const auto open = [](const std::string& formulas, const std::string& transforms) {
    return parse_study(
        "[study]\ntitle = \"T\"\npacks = [\"open\"]\n[[scorecard]]\nid = \"s\"\n[scorecard.indicators]\n"
        "a = { formula = [" +
            formulas + "], transform = [" + transforms + "] }\n",
        "s.toml");
  };
  // A growth of a rate: each option is fine beside the other's own.
  const auto plan = make_plan(open("\"stock.price\", \"rates.gs10\"", "\"level\", \"yoy\""), catalogue());
  std::vector<std::string> keys, ids;
  for (const auto& formula : plan.formulas) keys.push_back(formula.key);
  for (const auto& one : plan.entries) ids.push_back(one.id);
  EXPECT_THAT(keys, ElementsAre("stock.price", "rates.gs10", "yoy(stock.price)"));
  EXPECT_THAT(ids, ElementsAre("rates.gs10", "stock.price"));
  EXPECT_THAT(plan.left_out, ElementsAre("yoy(rates.gs10)"));
  // One option that cannot stand beside the section's own is refused at its place.
  const auto alone = failure_of(open("\"rates.gs10\", \"stock.price\"", "\"level\", \"yoy\""));
  EXPECT_THAT(alone.what, HasSubstr("`yoy` needs a positive level"));
  EXPECT_EQ(alone.place.line, 7u);
}

TEST(Plan, OrdersFormulas) {
  const auto plan = make_plan(study("a = \"b + 1\"\nb = \"rates.gs10 - rates.tb3ms\"", "a * 2"), catalogue());
  std::vector<std::string> keys;
  for (const auto& formula : plan.formulas) keys.push_back(formula.key);
  EXPECT_THAT(keys, ElementsAre("b", "a", "a * 2", "nber.peak"));
  EXPECT_THAT(plan.formulas[2].catalogue_ids, ElementsAre("rates.gs10", "rates.tb3ms"));
  EXPECT_EQ(plan.entries.size(), 3u);
  EXPECT_EQ(plan.formulas[3].title, "Title of nber.peak");
  EXPECT_TRUE(plan.unused.empty());
}

TEST(Plan, RefusesCircles) {
  const auto failure = failure_of(study("a = \"b + 1\"\nb = \"abs(c)\"\nc = \"a\"", "a"));
  EXPECT_EQ(failure.code, ErrorCode::study_circular);
  EXPECT_THAT(failure.what, HasSubstr("a -> b -> c -> a"));
  EXPECT_EQ(failure.place.line, 7);
  EXPECT_EQ(failure_of(study("a = \"a + 1\"", "a")).code, ErrorCode::study_circular);
}

TEST(Plan, RefusesUnknownSeries) {
  const auto misspelt = failure_of(study("a = \"rates.gs11\"", "a"));
  EXPECT_THAT(misspelt.mend, HasSubstr("rates.gs10"));
  EXPECT_EQ(to_string(misspelt.place), "s.toml:5:6");
  EXPECT_THAT(failure_of(study("curve = \"rates.gs10\"", "curv")).mend, HasSubstr("curve"));
}

TEST(Plan, RefusesOtherPacks) {
  const auto failure = failure_of(study("a = \"1 * ice.oas\"", "a"));
  EXPECT_EQ(failure.code, ErrorCode::study_pack);
  EXPECT_THAT(failure.mend, HasSubstr("\"licensed\""));
  EXPECT_EQ(failure.place.column, 10);
}

TEST(Plan, LicenceSpreads) {
  const auto plan =
      make_plan(study("a = \"ice.oas\"\nb = \"a + 1\"", "b", "\"open\", \"licensed\""), catalogue());
  for (const auto& formula : plan.formulas)
    EXPECT_EQ(formula.redistribute, formula.key == "nber.peak") << formula.key;
}

TEST(Plan, UnusedSeries) {
  EXPECT_THAT(make_plan(study("a = \"rates.gs10\"\nb = \"rates.tb3ms\"", "a"), catalogue()).unused,
              ElementsAre("b"));
  EXPECT_THAT(failure_of(study("a = \"rates.gs10\"\nb = \"rates.nothing\"", "a")).what,
              HasSubstr("rates.nothing"));
}

struct WrongTypes {
  const char* name;
  std::string sections;  // from line 4 on
  ErrorCode code;
  const char* place;
  const char* what;
};

void PrintTo(const WrongTypes& wrong, std::ostream* out) { *out << wrong.name; }

class PlanTypes : public testing::TestWithParam<WrongTypes> {};

TEST_P(PlanTypes, RefusesTypes) {
  const auto file =
      parse_study("[study]\ntitle = \"T\"\npacks = [\"open\"]\n" + GetParam().sections, "s.toml");
  const auto failure = failure_of(file);
  EXPECT_EQ(failure.code, GetParam().code) << failure.what;
  EXPECT_EQ(to_string(failure.place), GetParam().place);
  EXPECT_THAT(failure.what, HasSubstr(GetParam().what));
}

// An event study whose keys stand on lines 6 to 10: signal, asset, benchmark, horizon, episode.
std::string event(const std::string& signal, const std::string& asset, const std::string& benchmark,
                  const std::string& horizon, const std::string& gap = "3") {
  return fmt::format(
      "[[event_study]]\nid = \"e\"\nsignal = \"{}\"\nasset = \"{}\"\nbenchmark = \"{}\"\nhorizon = "
      "\"{}\"\nepisode = {{ below = 1, gap = {} }}\n",
      signal, asset, benchmark, horizon, gap);
}

std::string curve(const std::string& keys) {
  return "[[curve_recessions]]\nid = \"c\"\ncurve = \"rates.gs10\"\n" + keys;
}

// A fair value whose price, fundamental, driver, horizon and record stand on lines 6 to 10, its scenario on line 13.
std::string fair_value(const std::string& price, const std::string& fundamental, const std::string& driver,
                       const std::string& horizon = "12m", const std::string& record = "stock.price",
                       const std::string& scenario = "rest = \"today\"\n") {
  return fmt::format(
      "[[fair_value]]\nid = \"fv\"\nprice = \"{}\"\nfundamental = \"{}\"\ndrivers = {{ rate = \"{}\" "
      "}}\nhorizon = "
      "\"{}\"\nrecord = \"{}\"\nmultiple = {{ drivers = [\"rate\"] }}\ngrowth = {{ drivers = [\"rate\"] "
      "}}\n[[fair_value.scenario]]\nid = \"a\"\n{}",
      price, fundamental, driver, horizon, record, scenario);
}

INSTANTIATE_TEST_SUITE_P(
    , PlanTypes,
    testing::Values(
        WrongTypes{"asset_of_returns", event("rates.gs10", "stock.return", "stock.total", "12m"),
                   ErrorCode::event_kinds, "s.toml:7:10", "`stock.return` holds returns"},
        WrongTypes{"benchmark_of_rates", event("rates.gs10", "stock.total", "rates.tb3ms", "12m"),
                   ErrorCode::event_kinds, "s.toml:8:14", "`rates.tb3ms` is a rate"},
        WrongTypes{"price_against_total", event("rates.gs10", "stock.total", "stock.price", "12m"),
                   ErrorCode::event_kinds, "s.toml:8:14", "dividends on one side only"},
        WrongTypes{"quarterly_signal", event("macro.gdp", "stock.total", "stock.total * 2", "12m"),
                   ErrorCode::event_frequency, "s.toml:6:11", "signal `macro.gdp` is quarterly"},
        WrongTypes{"daily_benchmark", event("rates.gs10", "stock.price", "stock.daily", "12m"),
                   ErrorCode::event_frequency, "s.toml:8:14", "benchmark `stock.daily` is daily"},
        WrongTypes{"days_of_months", event("rates.gs10", "stock.price", "stock.price * 2", "250d"),
                   ErrorCode::event_horizon, "s.toml:9:11", "a horizon of 250d"},
        WrongTypes{"gap_in_days", event("rates.gs10", "stock.price", "stock.price * 2", "12m", "\"5d\""),
                   ErrorCode::study_file, "s.toml:10:30", "`gap` of 5d"},
        WrongTypes{"curve_gap_in_days", curve("gap = \"5d\"\npeaks = \"nber.peak\"\n"), ErrorCode::study_file,
                   "s.toml:7:7", "`gap` of 5d"},
        WrongTypes{"peaks_of_rates", curve("peaks = \"rates.tb3ms\"\n"), ErrorCode::curve_peaks_type,
                   "s.toml:7:10", "`rates.tb3ms` is a monthly rate"},
        WrongTypes{"peaks_of_quarters", curve("peaks = \"resample(nber.peak, quarter, last)\"\n"),
                   ErrorCode::curve_peaks_type, "s.toml:7:10", "quarterly"},
        WrongTypes{"price_of_returns", fair_value("stock.return", "stock.price * 2", "rates.gs10"),
                   ErrorCode::fair_value_kinds, "s.toml:6:10", "`stock.return` is a return"},
        WrongTypes{"daily_price", fair_value("stock.daily", "stock.price * 2", "rates.gs10"),
                   ErrorCode::event_frequency, "s.toml:6:10", "is daily"},
        WrongTypes{"fundamental_of_rates", fair_value("stock.price", "rates.tb3ms", "rates.gs10"),
                   ErrorCode::fair_value_kinds, "s.toml:7:16", "`rates.tb3ms` is a rate"},
        WrongTypes{"quarterly_fundamental", fair_value("stock.price", "macro.gdp", "rates.gs10"),
                   ErrorCode::event_frequency, "s.toml:7:16", "`fundamental` (macro.gdp) is quarterly"},
        WrongTypes{"quarterly_driver", fair_value("stock.price", "stock.price * 2", "macro.gdp"),
                   ErrorCode::event_frequency, "s.toml:8:21", "`rate` (macro.gdp) is quarterly, `price`"},
        WrongTypes{"fair_value_horizon", fair_value("stock.price", "stock.price * 2", "rates.gs10", "250d"),
                   ErrorCode::event_horizon, "s.toml:9:11", ""},
        WrongTypes{"record_with_dividends",
                   fair_value("stock.price", "stock.price * 2", "rates.gs10", "12m", "stock.total"),
                   ErrorCode::fair_value_kinds, "s.toml:10:11", "levels do not compare"},
        WrongTypes{"contradicting_scenarios",
                   fair_value("stock.price", "stock.price * 2", "rates.gs10", "12m", "stock.price",
                              "rest = \"today\"\nprobability = 0.4\n"),
                   ErrorCode::fair_value_scenario, "s.toml:13:1", "probabilities"},
        WrongTypes{"recession_of_rates",
                   fair_value("stock.price", "stock.price * 2", "rates.gs10", "12m", "stock.price",
                              "kind = \"recession\"\n")
                       .insert(15, "recession = \"rates.tb3ms\"\n"),
                   ErrorCode::curve_peaks_type, "s.toml:5:14", "`rates.tb3ms`"},
        WrongTypes{"rival_of_daily",
                   "[[rival]]\nid = \"r\"\nprice = \"stock.price\"\npredictors = { x = \"stock.daily\" }\n",
                   ErrorCode::event_frequency, "s.toml:7:21", "`x` (stock.daily) is daily"},
        WrongTypes{"rival_window",
                   "[[rival]]\nid = \"r\"\nprice = \"stock.price\"\npredictors = { x = \"rates.gs10\" "
                   "}\nfirst_window = \"500d\"\n",
                   ErrorCode::event_horizon, "s.toml:8:16", "500d"},
        WrongTypes{
            "policy_of_quarters",
            "[[policy_multiple]]\nid = \"p\"\nmultiple = \"stock.price\"\nfunds_rate = \"macro.gdp\"\n",
            ErrorCode::event_frequency, "s.toml:7:15", "`funds_rate` (macro.gdp) is quarterly"},
        WrongTypes{"recessions_of_rates", "recessions = \"rates.gs10\"\n" + curve("peaks = \"nber.peak\"\n"),
                   ErrorCode::study_file, "s.toml:4:15", "`recessions` must be a monthly indicator"}),
    [](const auto& wrong) { return std::string(wrong.param.name); });

TEST(Plan, FiguresOfAnyFrequency) {
  const auto file =
      parse_study("[study]\ntitle = \"T\"\npacks = [\"open\"]\n" +
                      fair_value("stock.price", "stock.price * 2", "rates.gs10", "12m", "stock.daily",
                                 "set = { rate = \"yoy(macro.gdp)\" }\ngrowth = \"stock.daily\"\n"),
                  "s.toml");
  EXPECT_EQ(make_plan(file, catalogue()).formulas.size(), 5u);
}

TEST(Plan, FrequenciesAreMendedByFormula) {
  const auto mend = [](const std::string& driver) {
    return failure_of(parse_study("[study]\ntitle = \"T\"\npacks = [\"open\"]\n" +
                                      fair_value("stock.price", "stock.price * 2", driver),
                                  "s.toml"))
        .mend;
  };
  EXPECT_THAT(mend("stock.daily"), HasSubstr("resample(stock.daily, month, last)"));
  EXPECT_THAT(mend("macro.gdp"), HasSubstr("carry(macro.gdp, stock.price)"));
}

TEST(Plan, LongChains) {
  std::string series = "s0 = \"rates.gs10\"\n";
  for (int i = 1; i < 5000; ++i) series += fmt::format("s{} = \"s{} + 1\"\n", i, i - 1);
  EXPECT_THAT(failure_of(study(series, "s4999")).what, HasSubstr("in a chain"));
}

}  // namespace
}  // namespace rerate
