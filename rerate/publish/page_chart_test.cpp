// Behaviour -> test
//   tables of many rows become columns that hold the same ..................... PageChart.ColumnsHoldTheRows
//   dates as days since the one before, words by their place ..................... PageChart.SaysNothingTwice
//   few rows, ragged rows and rows of other things stay ............................ PageChart.LeavesOthersAlone
//   what only looks like a date is text ........................................... PageChart.DatesAreDates
//   what the page has elsewhere is left out ......................................... PageChart.LeavesOutWhatThePageHas
//   what is no specification comes back ............................................. PageChart.OddOnes
//   every chart of a sample, whole again as the page's program makes it ........... PageChart.SamplesAreWholeAgain
#include "rerate/publish/page_chart.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "rerate/base/date.h"
#include "rerate/publish/sample_results.h"
#include "rerate/publish/vega_chart.h"

namespace rerate {
namespace {

using Json = nlohmann::ordered_json;

Json sets_of(const Json& sets) {
  return Json::parse(page_chart(Json{{"datasets", sets}}.dump())).at("datasets");
}

// As web/src/columns.js does.
Json cells_of(const Json& column) {
  if (column.is_array()) return column;
  Json cells = Json::array();
  if (column.contains("at")) {
    for (const Json& place : column["at"]) cells.push_back(column["of"][place.get<std::size_t>()]);
    return cells;
  }
  int year = 0, month = 0, day = 0;
  EXPECT_EQ(std::sscanf(column["from"].get<std::string>().c_str(), "%d-%d-%d", &year, &month, &day), 3);
  Date at = make_date(year, month, day);
  for (const Json& step : column["days"]) cells.push_back(to_string(at = at + step.get<int>()));
  return cells;
}

Json rows_of(const Json& data) {
  if (data.is_array()) return data;
  Json rows = Json::array();
  for (const auto& member : data.items()) {
    const Json cells = cells_of(member.value());
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (rows.size() <= i) rows.push_back(Json::object());
      rows[i][member.key()] = cells[i];
    }
  }
  return rows;
}

void expect_same(const Json& found, const Json& meant, const std::string& where) {
  if (meant.is_number_float())
    EXPECT_NEAR(found.get<double>(), meant.get<double>(), 1e-7 * std::abs(meant.get<double>())) << where;
  else
    EXPECT_EQ(found, meant) << where;
}

Json table(std::size_t rows) {
  Json all = Json::array();
  for (std::size_t i = 0; i < rows; ++i)
    all.push_back({{"x", to_string(make_date(1969, 1, 31) + static_cast<int>(30 * i))},
                   {"y", i % 5 == 0 ? Json() : Json(100.0 / (1.0 + static_cast<double>(i)))},
                   {"state", i % 3 == 0 ? "high" : "low"}});
  return all;
}

TEST(PageChart, ColumnsHoldTheRows) {
  const Json meant = table(40), found = rows_of(sets_of({{"line_1", meant}})["line_1"]);
  ASSERT_EQ(found.size(), 40u);
  for (std::size_t i = 0; i < 40; ++i)
    for (const auto& member : meant[i].items())
      expect_same(found[i].at(member.key()), member.value(), member.key());
}

TEST(PageChart, SaysNothingTwice) {
  const Json columns = sets_of({{"line_1", table(12)}})["line_1"];
  EXPECT_EQ(columns["x"].dump(), "{\"from\":\"1969-01-31\",\"days\":[0,30,30,30,30,30,30,30,30,30,30,30]}");
  EXPECT_EQ(columns["state"].dump(), "{\"of\":[\"high\",\"low\"],\"at\":[0,1,1,0,1,1,0,1,1,0,1,1]}");
  EXPECT_EQ(columns["y"][2].dump(), "33.333333");
  EXPECT_TRUE(columns["y"][5].is_null());
  const Json many = {{"line_1", table(1000)}};
  EXPECT_LT(4 * sets_of(many).dump().size(), many.dump().size() + many.dump().size() / 2);
}

TEST(PageChart, LeavesOthersAlone) {
  Json ragged = table(20), odd = table(20), numbers = Json::array();
  ragged[7].erase("state");
  odd[3] = 5;
  for (int i = 0; i < 20; ++i) numbers.push_back(i);
  const Json sets = {
      {"few", table(8)}, {"ragged", ragged}, {"odd", odd}, {"numbers", numbers}, {"none", Json::array()}};
  EXPECT_EQ(sets_of(sets), sets);
}

TEST(PageChart, DatesAreDates) {
  for (const char* text :
       {"2001-02-30", "2001-1-311", "0000-01-01", "9999-12-31", "2001/01/31", "20010-1-31"}) {
    Json rows = table(9);
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i]["x"] = fmt::format("1999-01-{:02}", i + 1);
    rows[4]["x"] = text;
    const Json columns = sets_of({{"a", rows}})["a"];
    EXPECT_TRUE(columns["x"].is_array()) << text;
    EXPECT_EQ(columns["x"][4], text);
  }
}

TEST(PageChart, LeavesOutWhatThePageHas) {
  const Chart chart = sample_results().sections[0].charts[0];
  const Json page = Json::parse(page_chart(vega_chart(chart)));
  for (const char* elsewhere : {"title", "description", "config"}) EXPECT_FALSE(page.contains(elsewhere));
  EXPECT_TRUE(page.contains("usermeta"));
  EXPECT_EQ(Json::parse(page_look(vega_chart(chart))), Json::parse(vega_chart(chart))["config"]);
}

TEST(PageChart, OddOnes) {
  for (const char* text : {"", "{", "[1, 2]", "null"}) {
    EXPECT_EQ(page_chart(text), text);
    EXPECT_EQ(page_look(text), "");
  }
  EXPECT_EQ(page_chart("{\"datasets\":3}"), "{\"datasets\":3}");
}

TEST(PageChart, SamplesAreWholeAgain) {
  std::size_t tables = 0;
  for (const Results& results : {sample_results(), multiverse_results()})
    for (const Section& section : results.sections)
      for (const Chart& chart : section.charts) {
        const Json meant = Json::parse(vega_chart(chart)), found = Json::parse(page_chart(vega_chart(chart)));
        for (const auto& set : meant["datasets"].items()) {
          const Json& data = found["datasets"].at(set.key());
          tables += data.is_object();
          const Json rows = rows_of(data);
          ASSERT_EQ(rows.size(), set.value().size()) << chart.id << " " << set.key();
          for (std::size_t i = 0; i < rows.size(); ++i)
            for (const auto& member : set.value()[i].items())
              expect_same(rows[i].at(member.key()), member.value(), chart.id + " " + member.key());
        }
      }
  EXPECT_GT(tables, 3u);
}

}  // namespace
}  // namespace rerate
