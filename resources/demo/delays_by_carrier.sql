SELECT carrier, COUNT(*) AS flights, ROUND(AVG(dep_delay), 2) AS mean_delay_minutes
FROM flights WHERE pt = '20131231'
GROUP BY carrier ORDER BY flights DESC;
